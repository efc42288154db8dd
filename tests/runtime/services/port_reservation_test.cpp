#include "runtime/services/port_reservation.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>
#include <set>
#include <vector>

namespace nest {
namespace {

// A listener on the port of 127.0.0.1; not open when that is refused.
Descriptor listen_on(std::uint16_t port) {
  Descriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  if (listen(listener.get(), 1) != 0) return {};
  return listener;
}

TEST(PortReservation, holds_a_port_until_it_is_released) {
  auto held = PortReservation::any();
  ASSERT_TRUE(held) << held.error();
  EXPECT_FALSE(listen_on(held->port()).is_open());
  held->release();
  EXPECT_TRUE(listen_on(held->port()).is_open());
}

TEST(PortReservation, gives_each_port_once) {
  std::vector<PortReservation> held;
  std::set<std::uint16_t> ports;
  for (int i = 0; i < 200; ++i) {
    auto one = PortReservation::any();
    ASSERT_TRUE(one) << one.error();
    ports.insert(one->port());
    held.push_back(std::move(*one));
  }
  EXPECT_EQ(ports.size(), 200u);
}

TEST(PortReservation, keeps_out_of_the_range_of_outgoing_connections) {
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  int low = 0;
  int high = 0;
  range >> low >> high;
  if (!range || low <= 10'500) GTEST_SKIP() << "a system of its own: " << low << " to " << high;
  for (int i = 0; i < 50; ++i) EXPECT_LT(PortReservation::any()->port(), low);
}

TEST(PortReservation, tells_whether_somebody_listens) {
  auto held = PortReservation::any();
  EXPECT_FALSE(is_listened_on(held->port())) << "holding it is not listening";
  held->release();
  const Descriptor listener = listen_on(held->port());
  ASSERT_TRUE(listener.is_open());
  EXPECT_TRUE(is_listened_on(held->port()));
}

}  // namespace
}  // namespace nest
