#pragma once

namespace nest {

/// What a suspended frame of compiled code starts with: LLVM's switched-resume layout (nest_entry).
struct Frame {
  void (*resume)(void* frame);
  void (*destroy)(void* frame);
};

inline void resume_frame(void* frame) { static_cast<Frame*>(frame)->resume(frame); }
inline void destroy_frame(void* frame) { static_cast<Frame*>(frame)->destroy(frame); }

}  // namespace nest
