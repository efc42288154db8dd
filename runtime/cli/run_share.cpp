#include "runtime/cli/run_share.h"

#include "compiler/shell/remark.h"
#include "runtime/share/share_options.h"

namespace nest {

std::optional<std::string> find_share_fault(const RunArguments& arguments, const nest_program& program) {
  if (arguments.share.empty()) return std::nullopt;
  const auto options = parse_share(arguments.share, arguments.share_token);
  if (!options) return options.error();
  if (program.shared_count > 0) return std::nullopt;
  return "--share: the tasksets share nothing; declare what they share: shared queue<string> orders";
}

std::expected<std::unique_ptr<ShareServer>, std::string> start_sharing(const RunArguments& arguments,
                                                                       const nest_program& program,
                                                                       SharedStore& store) {
  if (arguments.share.empty()) return nullptr;
  const auto options = parse_share(arguments.share, arguments.share_token);
  if (!options) return std::unexpected(options.error());
  auto server = ShareServer::start(*options, shared_objects(program), store);
  if (server) {
    remark("nest: {} shared objects at {}/v1/shared\n", program.shared_count, (*server)->url());
  }
  return server;
}

}  // namespace nest
