#include "runtime/services/packet.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace nest {
namespace {

// Room for one descriptor beside a packet, aligned as the kernel wants it.
union Control {
  cmsghdr head;
  char room[CMSG_SPACE(sizeof(int))];  // NOLINT(modernize-avoid-c-arrays): cmsg(3)
};

}  // namespace

Packet receive_packet(int socket) {
  Packet packet;
  packet.bytes.resize(kMostPacketBytes);
  iovec bytes{packet.bytes.data(), packet.bytes.size()};
  Control control{};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control.room;
  message.msg_controllen = sizeof control.room;
  packet.size = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (packet.size < 0) return packet;
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(head), sizeof fd);
    packet.descriptor = Descriptor(fd);
  }
  return packet;
}

int send_packet(int socket, std::string_view bytes, int descriptor) {
  if (bytes.size() > kMostPacketBytes) return EMSGSIZE;
  iovec span{const_cast<char*>(bytes.data()), bytes.size()};
  Control control{};
  msghdr message{};
  message.msg_iov = &span;
  message.msg_iovlen = 1;
  if (descriptor >= 0) {
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    cmsghdr* head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? errno : 0;
}

}  // namespace nest
