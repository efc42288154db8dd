// The floor: what the same bytes cost when nothing but sending, receiving and counting is done. One thread,
// level-triggered epoll, one send and one recv a request, answers expected to come whole. No general parser,
// no cookies, no redirects, no time limits: less than any tool that is of use to somebody. bench/run holds
// nest beside it.
//   floor get|scenario HOST PORT CONNECTIONS SECONDS

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Nanoseconds = std::int64_t;

Nanoseconds now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<Nanoseconds>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// 1,024 buckets an octave from 2 us on, as nest's.
struct Histogram {
  std::array<std::uint32_t, 33 * 1024> counts{};
  void record(Nanoseconds value) {
    const auto bits = static_cast<std::uint64_t>(value);
    const int width = static_cast<int>(std::bit_width(bits));
    const int shift = width > 11 ? width - 11 : 0;
    ++counts[static_cast<std::size_t>(shift) * 1024 + static_cast<std::size_t>(bits >> shift)];
  }
};

enum Row : unsigned { kLogin, kList, kItem, kOrder, kRows };
constexpr std::array<std::string_view, kRows> kExpectedStatus{"200", "200", "200", "201"};

struct Client {
  int fd = -1;
  Row row = kLogin;
  bool begun = false;
  Nanoseconds sent = 0;
  std::uint64_t random = 0;
  std::array<char, 64> token{};
  std::size_t token_size = 0;
  std::array<char, 24> item{'1'};
  std::size_t item_size = 1;
};

class Text {
 public:
  Text& operator<<(std::string_view text) {
    std::memcpy(out_.data() + size_, text.data(), text.size());
    size_ += text.size();
    return *this;
  }
  Text& operator<<(unsigned number) {
    std::array<char, 12> digits{};
    std::size_t at = digits.size();
    do {
      digits[--at] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    return *this << std::string_view(digits.data() + at, digits.size() - at);
  }
  [[nodiscard]] std::string_view view() const { return {out_.data(), size_}; }
  void clear() { size_ = 0; }

 private:
  std::array<char, 2048> out_{};
  std::size_t size_ = 0;
};

class Floor {
 public:
  Floor(bool scenario, const char* host, const char* port) : scenario_(scenario) {
    host_ = std::string("Host: ") + host + ":" + port + "\r\nUser-Agent: nest/0.1.0\r\nAccept: */*\r\n";
    address_.sin_family = AF_INET;
    address_.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
    if (inet_pton(AF_INET, host, &address_.sin_addr) != 1) stop("not an IPv4 address");
    epoll_ = epoll_create1(0);
  }

  void run(std::size_t connections, Nanoseconds duration) {
    clients_.resize(connections);
    for (std::size_t i = 0; i < connections; ++i) open(clients_[i], i);
    const Nanoseconds end = now() + duration;
    for (Client& client : clients_) send_next(client);
    std::array<epoll_event, 256> events{};
    while (now() < end) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < count; ++i)
        receive(*static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
    std::printf("{\"requests\": %llu, \"failures\": %llu}\n", static_cast<unsigned long long>(requests_),
                static_cast<unsigned long long>(failures_));
  }

 private:
  [[noreturn]] static void stop(const char* what) {
    std::perror(what);
    std::exit(1);
  }

  void open(Client& client, std::size_t number) {
    client.fd = socket(AF_INET, SOCK_STREAM, 0);
    client.random = 0x9e3779b97f4a7c15ull * (number + 1);
    const sockaddr* address = nullptr;
    std::memcpy(&address, std::array{&address_}.data(), sizeof address);
    if (client.fd < 0 || connect(client.fd, address, sizeof address_) != 0) stop("connect");
    const int one = 1;
    setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, client.fd, &event) != 0) stop("epoll_ctl");
  }

  static unsigned below(Client& client, unsigned bound) {
    client.random = client.random * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<unsigned>((client.random >> 33) % bound);
  }

  void send_next(Client& client) {
    text_.clear();
    if (!scenario_) {
      client.row = kList;
      text_ << "GET /item HTTP/1.1\r\n" << host_ << "\r\n";
    } else if (!client.begun) {
      client.row = kLogin;
      const std::string_view body = R"({"name":"ada","pin":"lovelace"})";
      text_ << "POST /login HTTP/1.1\r\n"
            << host_
            << "Content-Type: application/json\r\nContent-Length: " << static_cast<unsigned>(body.size())
            << "\r\n\r\n"
            << body;
    } else {
      write_task(client);
    }
    client.sent = now();
    const std::string_view bytes = text_.view();
    if (send(client.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
      stop("send");
    }
  }

  void write_task(Client& client) {
    const std::string_view token(client.token.data(), client.token_size);
    const std::string_view item(client.item.data(), client.item_size);
    const unsigned pick = below(client, 9);
    if (pick < 5) {
      client.row = kList;
      text_ << "GET /items?page=" << 1 + below(client, 20) << " HTTP/1.1\r\n" << host_ << "\r\n";
    } else if (pick < 8) {
      client.row = kItem;
      text_ << "GET /items/" << item << " HTTP/1.1\r\n"
            << host_ << "Authorization: Bearer " << token << "\r\n\r\n";
    } else {
      client.row = kOrder;
      const std::string_view before = R"({"item":)";
      const std::string_view after = R"(,"quantity":1})";
      const auto size = static_cast<unsigned>(before.size() + item.size() + after.size());
      text_ << "POST /orders HTTP/1.1\r\n"
            << host_ << "Content-Type: application/json\r\nContent-Length: " << size
            << "\r\nAuthorization: Bearer " << token << "\r\n\r\n"
            << before << item << after;
    }
  }

  /// The text between `before` and `end`, searched for from `from` on.
  static std::string_view between(std::string_view text, std::string_view before, char end) {
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find(end));
  }

  void receive(Client& client) {
    const ssize_t size = recv(client.fd, buffer_.data(), buffer_.size(), 0);
    if (size <= 0) stop("recv");
    const std::string_view answer(buffer_.data(), static_cast<std::size_t>(size));
    const std::size_t head = answer.find("\r\n\r\n");
    const std::string_view length = between(answer, "Content-Length: ", '\r');
    if (head == std::string_view::npos || length.empty()) stop("an answer that is no whole one");
    const auto body_size = static_cast<std::size_t>(std::strtoul(length.data(), nullptr, 10));
    if (head + 4 + body_size != answer.size()) stop("an answer that is no whole one");
    times_[client.row].record(now() - client.sent);
    ++requests_;
    if (answer.substr(9, 3) != kExpectedStatus[client.row]) ++failures_;
    if (scenario_) read(client, answer.substr(head + 4));
    send_next(client);
  }

  static void read(Client& client, std::string_view body) {
    if (client.row == kLogin) {
      const std::string_view token = between(body, R"("token":")", '"');
      client.token_size = token.copy(client.token.data(), client.token.size());
      client.begun = true;
    } else if (client.row == kList) {
      const std::string_view id = between(body, R"("id":)", ',');
      client.item_size = id.copy(client.item.data(), client.item.size());
    }
  }

  bool scenario_;
  std::string host_;
  sockaddr_in address_{};
  int epoll_ = -1;
  std::vector<Client> clients_;
  std::array<char, 65536> buffer_{};
  Text text_;
  std::array<Histogram, kRows> times_{};
  std::uint64_t requests_ = 0;
  std::uint64_t failures_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 6 ? argv[1] : "";
  if (what != "get" && what != "scenario") {
    std::fprintf(stderr, "usage: floor get|scenario HOST PORT CONNECTIONS SECONDS\n");
    return 2;
  }
  static Floor floor(what == "scenario", argv[2], argv[3]);
  floor.run(std::strtoul(argv[4], nullptr, 10),
            static_cast<Nanoseconds>(std::strtod(argv[5], nullptr) * 1e9));
  return 0;
}
