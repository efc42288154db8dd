#include "runtime/http/redirect.h"

#include "runtime/abi/nest_program.h"

namespace nest::http {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::uint32_t redirected_method(int status, std::uint32_t method) {
  if (status == 303) return method == NEST_HEAD ? method : std::uint32_t{NEST_GET};
  const bool may_change = status == 301 || status == 302;
  return may_change && method == NEST_POST ? std::uint32_t{NEST_GET} : method;
}

}  // namespace nest::http
