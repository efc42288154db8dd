#include "runtime/http/connector.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "runtime/http/address_book.h"
#include "runtime/http/attempt_queue.h"
#include "runtime/http/connect_error.h"
#include "runtime/http/name_lookups.h"
#include "runtime/http/source_addresses.h"

namespace nest::http {
namespace {

constexpr std::size_t kKeptHandles = 64;

void initialise_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// A descriptor that libcurl wants to be told about: a connecting socket, or the resolver thread's pipe.
class Watch final : public IoHandler {
 public:
  Watch(Connector::State& state, int fd) : state_(&state), fd_(fd) {}
  void ready(std::uint32_t events) override;

 private:
  Connector::State* state_;
  int fd_;
};

}  // namespace

/// One connection being opened.
struct Connector::Attempt {
  State* state = nullptr;
  CURL* easy = nullptr;  // null while it waits for another attempt's name lookup
  OriginPtr origin;
  ConnectListener* listener = nullptr;
  curl_slist* resolve = nullptr;
  TransportError error = TransportError::None;
  bool refresh_name = false;
  bool opened_socket = false;
  int socket_error = 0;
  std::array<char, CURL_ERROR_SIZE> message{};

  [[nodiscard]] std::string detail() const {
    return connect_detail(error, message.data(), origin->authority);
  }
};

/// libcurl's multi handle on the worker's loop, and the names being looked up.
struct Connector::State final : Timer {
  State(const Settings& settings, EventLoop& event_loop);
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() override;

  void enqueue(Attempt& attempt);
  void launch(Attempt& attempt, bool refresh_name);
  void start(Attempt& attempt);
  void configure(Attempt& attempt);
  void act(int fd, int events);
  void name_resolved(const Attempt& attempt);
  void name_failed(const Attempt& attempt, TransportError error);
  void finished(Attempt& attempt, CURLcode code);
  void release(Attempt& attempt);
  void withdraw(Attempt& attempt);
  void fire(Instant now) override;

  static int watch_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* watch);
  static int set_timer(CURLM* multi, long milliseconds, void* self);
  static curl_socket_t open_socket(void* attempt, curlsocktype purpose, curl_sockaddr* address);
  static int close_socket(void* self, curl_socket_t fd);

  EventLoop& loop;
  CURLM* multi = nullptr;
  SourceAddresses sources;
  AddressBook addresses;
  NameLookups names;
  AttemptQueue queue;
  int taken_over = -1;             // the socket that libcurl is to leave open
  std::vector<Attempt*> resolved;  // those that have just got past the lookup
  std::vector<Attempt*> failing;   // those that waited for a name that could not be resolved
  std::vector<CURL*> spare;
};

namespace {

void Watch::ready(std::uint32_t events) {
  int mask = 0;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0) mask |= CURL_CSELECT_IN;
  if ((events & (EPOLLOUT | EPOLLHUP)) != 0) mask |= CURL_CSELECT_OUT;
  if ((events & EPOLLERR) != 0) mask |= CURL_CSELECT_ERR;
  state_->act(fd_, mask);  // may delete this watch
}

}  // namespace

Connector::State::State(const Settings& settings, EventLoop& event_loop)
    : loop(event_loop),
      sources(SourceAddresses::parse(settings.source_addresses).value_or(SourceAddresses())),
      addresses(settings),
      queue(event_loop, [this](Attempt& attempt) { start(attempt); }) {
  initialise_curl();
  multi = curl_multi_init();
  if (multi == nullptr) throw std::bad_alloc();
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &State::watch_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &State::set_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
}

Connector::State::~State() {
  for (CURL* const easy : spare) curl_easy_cleanup(easy);
  curl_multi_cleanup(multi);
}

int Connector::State::watch_socket(CURL*, curl_socket_t fd, int what, void* self, void* known) {
  auto& state = *static_cast<State*>(self);
  auto* watch = static_cast<Watch*>(known);
  if (what == CURL_POLL_REMOVE) {
    if (watch != nullptr) state.loop.remove(fd);
    curl_multi_assign(state.multi, fd, nullptr);
    delete watch;
    return 0;
  }
  std::uint32_t events = 0;
  if ((what & CURL_POLL_IN) != 0) events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) events |= EPOLLOUT;
  if (watch != nullptr) return state.loop.modify(fd, events, *watch) == 0 ? 0 : -1;
  watch = new Watch(state, fd);
  if (state.loop.add(fd, events, *watch) != 0) {
    delete watch;
    return -1;
  }
  curl_multi_assign(state.multi, fd, watch);
  return 0;
}

int Connector::State::set_timer(CURLM*, long milliseconds, void* self) {
  auto& state = *static_cast<State*>(self);
  if (milliseconds < 0) {
    state.loop.cancel(state);
  } else {
    state.loop.schedule(state, state.loop.now() + milliseconds * kMillisecond);
  }
  return 0;
}

/// In libcurl's place, to learn why a socket cannot be had and that the name is resolved.
curl_socket_t Connector::State::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& attempt = *static_cast<Attempt*>(self);
  if (!attempt.opened_socket) attempt.state->resolved.push_back(&attempt);
  attempt.opened_socket = true;
  const int fd = socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
  attempt.socket_error = fd < 0 && errno != EAFNOSUPPORT ? errno : 0;
  if (fd < 0) return CURL_SOCKET_BAD;
  attempt.socket_error = attempt.state->sources.bind_next(fd, address->family);
  if (attempt.socket_error == 0) return fd;
  close(fd);
  return CURL_SOCKET_BAD;
}

int Connector::State::close_socket(void* self, curl_socket_t fd) {
  return fd == static_cast<State*>(self)->taken_over ? 0 : close(fd);
}

void Connector::State::fire(Instant) { act(CURL_SOCKET_TIMEOUT, 0); }

/// Lets libcurl go on, then deals with what that brought about. Listeners are called from here, never from
/// inside a call of libcurl's.
void Connector::State::act(int fd, int events) {
  int handles = 0;
  curl_multi_socket_action(multi, fd, events, &handles);
  while (!resolved.empty()) {
    Attempt& attempt = *resolved.back();
    resolved.pop_back();
    name_resolved(attempt);
  }
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Attempt* attempt = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &attempt);
    finished(*attempt, message->data.result);
  }
  while (!failing.empty()) {
    const std::unique_ptr<Attempt> attempt(failing.back());
    failing.pop_back();
    attempt->listener->connect_failed(attempt->error, attempt->detail());
  }
}

void Connector::State::enqueue(Attempt& attempt) {
  if (attempt.origin->is_address || addresses.knows(*attempt.origin)) return launch(attempt, false);
  const NameLookups::Turn turn = names.ask(attempt.origin->authority, attempt, loop.now());
  if (turn != NameLookups::Turn::Wait) launch(attempt, turn == NameLookups::Turn::LookUp);
}

void Connector::State::launch(Attempt& attempt, bool refresh_name) {
  attempt.refresh_name = refresh_name;
  queue.submit(attempt);
}

void Connector::State::start(Attempt& attempt) {
  if (spare.empty()) {
    attempt.easy = curl_easy_init();
    if (attempt.easy == nullptr) throw std::bad_alloc();
  } else {
    attempt.easy = spare.back();
    spare.pop_back();
  }
  configure(attempt);
  curl_multi_add_handle(multi, attempt.easy);
}

void Connector::State::configure(Attempt& attempt) {
  const Origin& origin = *attempt.origin;
  CURL* const easy = attempt.easy;
  // Always http: the TLS that an https origin asks for is ours, on the socket.
  const std::string host = origin.ipv6 ? "[" + origin.host + "]" : origin.host;
  const std::string url = "http://" + host + ":" + std::to_string(origin.port) + "/";
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Only a proxy's few lines are read by libcurl. Its usual 16 KiB, freed again between the small objects of
  // ours that stay, would leave as much of a hole in the heap for every connection.
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 1024L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PROXY, origin.route.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");  // the route has said it
  curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, origin.route.target_prefix.empty() ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);  // freshness is decided by Name
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 86400L);  // time limits are the exchange's
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &State::open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &attempt);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &State::close_socket);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, attempt.message.data());
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &attempt);
  std::string entry = addresses.next(origin);
  if (entry.empty() && attempt.refresh_name) entry = "-" + host + ":" + std::to_string(origin.port);
  if (!entry.empty()) {
    attempt.resolve = curl_slist_append(nullptr, entry.c_str());
    curl_easy_setopt(easy, CURLOPT_RESOLVE, attempt.resolve);
  }
}

/// Whoever waited for the name can go on.
void Connector::State::name_resolved(const Attempt& attempt) {
  for (Attempt* const waiter : names.resolved(attempt.origin->authority, attempt, loop.now())) {
    launch(*waiter, false);
  }
}

void Connector::State::name_failed(const Attempt& attempt, TransportError error) {
  for (Attempt* const waiter : names.failed(attempt.origin->authority, attempt)) {
    waiter->error = error;
    waiter->message = attempt.message;
    failing.push_back(waiter);
  }
}

void Connector::State::finished(Attempt& attempt, CURLcode code) {
  curl_socket_t fd = CURL_SOCKET_BAD;
  if (code == CURLE_OK) curl_easy_getinfo(attempt.easy, CURLINFO_ACTIVESOCKET, &fd);
  if (fd == CURL_SOCKET_BAD) {
    ConnectFailure failure;
    failure.code = code;
    failure.socket_error = attempt.socket_error;
    curl_easy_getinfo(attempt.easy, CURLINFO_OS_ERRNO, &failure.os_error);
    curl_easy_getinfo(attempt.easy, CURLINFO_HTTP_CONNECTCODE, &failure.proxy_status);
    failure.message = attempt.message.data();
    failure.proxy = attempt.origin->route.proxy;
    attempt.error = classify(failure);
    name_failed(attempt, attempt.error);
  } else {
    name_resolved(attempt);  // an address that needed no lookup, or one whose socket came at once
  }
  taken_over = fd;
  release(attempt);
  taken_over = -1;
  const std::unique_ptr<Attempt> owned(&attempt);
  if (fd == CURL_SOCKET_BAD) {
    attempt.listener->connect_failed(attempt.error, attempt.detail());
  } else {
    attempt.listener->connected(fd);
  }
}

/// Takes the attempt out of libcurl, which closes its socket unless it is taken over, and keeps the handle
/// for the next.
void Connector::State::release(Attempt& attempt) {
  std::erase(resolved, &attempt);
  if (attempt.easy == nullptr) return;
  curl_multi_remove_handle(multi, attempt.easy);
  curl_easy_reset(attempt.easy);
  if (spare.size() < kKeptHandles) {
    spare.push_back(attempt.easy);
  } else {
    curl_easy_cleanup(attempt.easy);
  }
  curl_slist_free_all(attempt.resolve);
  queue.ended();
}

/// An attempt given up: if others wait for its name, the next of them looks it up.
void Connector::State::withdraw(Attempt& attempt) {
  release(attempt);
  std::erase(failing, &attempt);
  queue.withdraw(attempt);
  if (Attempt* const next = names.withdrawn(attempt.origin->authority, attempt)) launch(*next, true);
}

Connector::Connector(const Settings& settings, EventLoop& loop)
    : state_(std::make_unique<State>(settings, loop)) {}

Connector::~Connector() = default;

Connector::Attempt* Connector::connect(const OriginPtr& origin, ConnectListener& listener) {
  auto attempt = std::make_unique<Attempt>();
  attempt->state = state_.get();
  attempt->origin = origin;
  attempt->listener = &listener;
  state_->enqueue(*attempt);
  return attempt.release();
}

void Connector::cancel(Attempt* attempt) {
  const std::unique_ptr<Attempt> owned(attempt);
  state_->withdraw(*attempt);
}

bool Connector::has_address(const Attempt& attempt) { return attempt.opened_socket; }

}  // namespace nest::http
