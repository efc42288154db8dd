#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/h2_session.h"
#include "runtime/http/origin.h"

namespace nest::http {

/// Makes an HTTP/2 request's headers (RFC 9113 8.3.1) from the head of the same request in HTTP/1.1: the
/// request line and Host become pseudo-headers, names become lower case, in place. Headers that speak about
/// an HTTP/1.1 connection may not be sent and are left out (8.2.2): Connection, Keep-Alive, Proxy-Connection,
/// Transfer-Encoding, Upgrade, HTTP2-Settings, and TE unless it says `trailers`; so are names that begin with
/// a colon. `out` points into `head` and the origin.
void make_h2_request(std::string& head, const Origin& origin, std::vector<H2Header>& out);

/// The same as people read it: "GET /path HTTP/2", `host`, the headers, each line ended by CR LF, and the
/// empty line.
void append_h2_text(std::string& out, const std::vector<H2Header>& request);

}  // namespace nest::http
