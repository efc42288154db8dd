#include "compiler/config/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unordered_set>

#include "compiler/config/time_text.h"

namespace nest::config {
namespace {

constexpr std::uint64_t kAny = UINT64_MAX;

constexpr std::array<KeyInfo, kKeyCount> kKeys = {{
    {Key::Host, "host", "--host", "NEST_HOST", Kind::Text, 0, 0, ""},
    {Key::AllowHosts, "allow_hosts", "--allow-host", "NEST_ALLOW_HOSTS", Kind::Names, 0, 0, ""},
    {Key::Plan, "plan", "--plan", "NEST_PLAN", Kind::Text, 0, 0, ""},
    {Key::Users, "users", "--users", "NEST_USERS", Kind::Count, 1, 10'000'000, ""},
    {Key::SpawnRate, "spawn_rate", "--spawn-rate", "NEST_SPAWN_RATE", Kind::Rate, 0, 0, ""},
    {Key::RunTime, "run_time", "--run-time", "NEST_RUN_TIME", Kind::Time, 0, 0, ""},
    {Key::StopTimeout, "stop_timeout", "--stop-timeout", "NEST_STOP_TIMEOUT", Kind::Time, 0, 0, ""},
    {Key::Threads, "threads", "--threads", "NEST_THREADS", Kind::Count, 0, 1024, ""},
    {Key::Engine, "engine", "--engine", "NEST_ENGINE", Kind::Choice, 0, 0, "epoll or io_uring or auto"},
    {Key::Seed, "seed", "--seed", "NEST_SEED", Kind::Count, 0, kAny, ""},
    {Key::Tags, "tags", "--tags", "NEST_TAGS", Kind::Names, 0, 0, ""},
    {Key::ExcludeTags, "exclude_tags", "--exclude-tags", "NEST_EXCLUDE_TAGS", Kind::Names, 0, 0, ""},
    {Key::Only, "only", "--only", "NEST_ONLY", Kind::Names, 0, 0, ""},
    {Key::Except, "except", "--except", "NEST_EXCEPT", Kind::Names, 0, 0, ""},
    {Key::Weights, "weights.source", "--weights", "NEST_WEIGHTS", Kind::Choice, 0, 0, "config or tasksets"},
    {Key::Timeout, "timeout", "--timeout", "NEST_TIMEOUT", Kind::Time, 0, 0, ""},
    {Key::Insecure, "insecure", "--insecure", "NEST_INSECURE", Kind::Switch, 0, 0, ""},
    {Key::Cacert, "cacert", "--cacert", "NEST_CACERT", Kind::Path, 0, 0, ""},
    {Key::Proxy, "proxy", "--proxy", "NEST_PROXY", Kind::Text, 0, 0, ""},
    {Key::Http, "http", "--http", "NEST_HTTP", Kind::Choice, 0, 0, "1.1 or 2"},
    {Key::Csv, "csv", "--csv", "NEST_CSV", Kind::Path, 0, 0, ""},
    {Key::Json, "json", "--json", "NEST_JSON", Kind::Path, 0, 0, ""},
    {Key::Results, "results", "--results", "NEST_RESULTS", Kind::Path, 0, 0, ""},
    {Key::NoResults, "no_results", "--no-results", "NEST_NO_RESULTS", Kind::Switch, 0, 0, ""},
    {Key::Name, "name", "--name", "NEST_NAME", Kind::Text, 0, 0, ""},
    {Key::Strict, "strict", "--strict", "NEST_STRICT", Kind::Switch, 0, 0, ""},
    {Key::ExitCodeOnError, "exit_code_on_error", "--exit-code-on-error", "NEST_EXIT_CODE_ON_ERROR",
     Kind::Count, 0, 255, ""},
    {Key::SkipBroken, "skip_broken", "--skip-broken", "NEST_SKIP_BROKEN", Kind::Switch, 0, 0, ""},
    {Key::NoServices, "no_services", "--no-services", "NEST_NO_SERVICES", Kind::Switch, 0, 0, ""},
    {Key::NoCache, "no_cache", "--no-cache", "NEST_NO_CACHE", Kind::Switch, 0, 0, ""},
    {Key::SourceAddress, "source_address", "--source-address", "NEST_SOURCE_ADDRESS", Kind::Text, 0, 0, ""},
    {Key::Resolve, "resolve", "--resolve", "NEST_RESOLVE", Kind::Words, 0, 0, ""},
    {Key::Dns, "dns", "--dns", "NEST_DNS", Kind::Choice, 0, 0, "first or round-robin"},
    {Key::Share, "share", "--share", "NEST_SHARE", Kind::Text, 0, 0, ""},
    {Key::Yes, "yes", "--yes", "NEST_YES", Kind::Switch, 0, 0, ""},
}};

Layer defaults() {
  using std::chrono::seconds;
  Layer layer;
  layer.set(Key::Users, std::uint64_t{1}, {});
  layer.set(Key::SpawnRate, 1.0, {});
  layer.set(Key::StopTimeout, std::chrono::nanoseconds(0), {});
  layer.set(Key::Threads, std::uint64_t{0}, {});
  layer.set(Key::Engine, std::string("epoll"), {});
  layer.set(Key::Weights, std::string("config"), {});
  layer.set(Key::Timeout, std::chrono::nanoseconds(seconds(60)), {});
  layer.set(Key::Insecure, false, {});
  layer.set(Key::Http, std::string("1.1"), {});
  layer.set(Key::Results, std::string("nest-results"), {});
  layer.set(Key::NoResults, false, {});
  layer.set(Key::Strict, false, {});
  layer.set(Key::ExitCodeOnError, std::uint64_t{1}, {});
  layer.set(Key::SkipBroken, false, {});
  layer.set(Key::NoServices, false, {});
  layer.set(Key::NoCache, false, {});
  layer.set(Key::Dns, std::string("first"), {});
  layer.set(Key::Yes, false, {});
  return layer;
}

struct ValueText {
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(std::uint64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(std::chrono::nanoseconds value) const { return time_text(value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::vector<std::string>& value) const {
    return fmt::format("{}", fmt::join(value, ", "));
  }
};

/// Takes over what `stronger` says of a name, before what is there.
template <typename Type>
void put_over(std::vector<Named<Type>>& named, const std::vector<Named<Type>>& stronger) {
  std::unordered_set<std::string_view> names;
  for (const Named<Type>& entry : stronger) names.insert(entry.name);
  std::erase_if(named, [&](const Named<Type>& weaker) { return names.contains(weaker.name); });
  named.insert(named.end(), stronger.begin(), stronger.end());
}

}  // namespace

std::string_view source_name(Source source) {
  constexpr std::array<std::string_view, 5> kNames = {"flag", "environment", "config", "declared", "default"};
  return kNames[static_cast<std::size_t>(source)];
}

std::string origin_text(const Origin& origin) {
  return origin.where.empty() ? std::string(source_name(origin.source)) : origin.where;
}

const std::array<KeyInfo, kKeyCount>& all_keys() { return kKeys; }

const KeyInfo& info(Key key) { return kKeys[static_cast<std::size_t>(key)]; }

std::string value_text(const Value& value) { return std::visit(ValueText{}, value); }

Settings Settings::resolve(const Layer& flags, const Layer& environment, const Layer& config) {
  Settings settings;
  Layer& chosen = settings.layer_;
  chosen = defaults();
  for (const Layer* layer : {&config, &environment, &flags}) {
    for (std::size_t key = 0; key < kKeyCount; ++key) {
      if (layer->values[key]) chosen.values[key] = layer->values[key];
    }
    put_over(chosen.params, layer->params);
    put_over(chosen.weights, layer->weights);
    chosen.services.insert(chosen.services.end(), layer->services.begin(), layer->services.end());
  }
  return settings;
}

}  // namespace nest::config
