#include "compiler/configure/interrupts.h"

namespace nest::configure {
namespace {

volatile std::sig_atomic_t pressed = 0;

extern "C" void nest_note_interrupt(int) { pressed = 1; }

}  // namespace

InterruptWatch::InterruptWatch() {
  pressed = 0;
  struct sigaction action{};
  action.sa_handler = nest_note_interrupt;  // and no SA_RESTART: a read ends
  ::sigaction(SIGINT, &action, &before_);
}

InterruptWatch::~InterruptWatch() { ::sigaction(SIGINT, &before_, nullptr); }

bool interrupted() { return pressed != 0; }

}  // namespace nest::configure
