#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "examples/shop/fault_injector.h"
#include "examples/shop/store.h"

namespace shop {

/// Serves one connection until it ends. The session keeps itself alive; `store` and `faults` must outlive
/// the io_context, and `faults` belong to the thread that runs it.
void serve(boost::asio::ip::tcp::socket socket, Store& store, FaultInjector& faults);

}  // namespace shop
