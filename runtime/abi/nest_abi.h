#ifndef NEST_RUNTIME_ABI_NEST_ABI_H
#define NEST_RUNTIME_ABI_NEST_ABI_H

/* The narrow waist between compiled scenarios and the runtime: everything that both sides know. C, and it
 * includes nothing of ours. The compiler emits a nest_program (nest_program.h) whose functions call the list
 * in abi_functions.def; the runtime reads the tables and implements the list. Docs: docs/abi.md.
 *
 * Conventions
 *  1. Strings are UTF-8 bytes with a length, not terminated. As a parameter a string is two arguments
 *     (data, size); as a result it is a `nest_str *` that the callee fills. data may be null only when size
 * is 0.
 *  2. A JSON value is the slice of text it was found in: one complete JSON value, surrounding blanks allowed.
 *  3. Strings and JSON handed to compiled code live in the user's arena until the task ends, or until
 *     nest_arena_rewind() to a mark taken before they were made. State keeps copies (nest_state_store).
 *     At least NEST_PADDING readable bytes follow every string, so that a scanner may read past its end.
 *  4. A function that can fail returns a nest_status. On anything but NEST_OK the failure is already
 * described in the context (kind, message, and the place `context.site` that compiled code stored before the
 * call); compiled code branches to its handler: the task is abandoned, or an `expect` counts as failed, or
 * `??` takes its right side.
 *  5. Nothing throws, nothing unwinds, nothing longjmps across this line. Every function is noexcept in C++.
 *  6. Waiting: a function whose comment says "then suspend" is followed by a coroutine suspension in compiled
 * code. The runtime later resumes the frame, or destroys it when the user is stopped where it is.
 *  7. All functions are called on the thread of the user's worker, with that user running.
 *  8. Durations are int64 nanoseconds. Booleans are int32 0 or 1.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NEST_ABI_VERSION 10u
/** Readable bytes after every string that compiled code holds (simdjson reads in blocks). */
#define NEST_PADDING 64u

/** UTF-8 text, or JSON text: see conventions 1 to 3. */
typedef struct nest_str {
  const char* data;
  uint64_t size;
} nest_str;

/** Result of a call that can fail. */
typedef int32_t nest_status;
enum {
  NEST_OK = 0,
  NEST_MISSING = 1, /* a JSON path, header or variable that is not there, or JSON null: what `??` catches */
  NEST_FAILED = 2,  /* anything else */
  NEST_PENDING = 3, /* not known yet, no failure: only from the calls that say so */
  NEST_ENDS = 4     /* the user ends here, as by `stop`; no failure: only from the calls that say so */
};

/** How a compiled entry ended; stored in nest_context.outcome as its last act. */
enum {
  NEST_RUNNING = 0, /* suspended, or not started */
  NEST_DONE = 1,
  NEST_ABANDONED = 2,      /* a failure: described in the context */
  NEST_INTERRUPT = 3,      /* leave the taskset; the parent picks at once */
  NEST_INTERRUPT_WAIT = 4, /* leave the taskset; the parent's wait comes first */
  NEST_STOP = 5            /* this user ends */
};

/** What nest_fail_arithmetic describes. */
enum { NEST_ARITHMETIC_OVERFLOW = 0, NEST_ARITHMETIC_DIVISION_BY_ZERO = 1, NEST_ARITHMETIC_NOT_AN_INT = 2 };

/** Kinds of a nest_value. */
enum {
  NEST_INT = 0,      /* i */
  NEST_FLOAT = 1,    /* f */
  NEST_BOOL = 2,     /* i: 0 or 1 */
  NEST_DURATION = 3, /* i: nanoseconds */
  NEST_STRING = 4,   /* s */
  NEST_JSON = 5,     /* s: JSON text */
  NEST_LIST = 6      /* l */
};

struct nest_value;
/** A list, or what a `for` walks. All items are of one kind, none is a list. They live as strings do
 * (convention 3), and so does what they point to. */
typedef struct nest_list {
  const struct nest_value* items;
  uint64_t count;
} nest_list;

/** A value for a template's hole, one side of a JSON comparison, or an item of a list. */
typedef struct nest_value {
  uint64_t kind;
  union {
    int64_t i;
    double f;
    nest_str s;
    nest_list l;
  } as;
} nest_value;

/** How a template's part is written out. */
enum {
  NEST_PART_TEXT = 0,    /* the constant `text` */
  NEST_PART_PLAIN = 1,   /* the hole as text */
  NEST_PART_PERCENT = 2, /* the hole percent-encoded for a URL: all but RFC 3986 unreserved */
  NEST_PART_FORM = 3,    /* the same, with blanks as '+' (application/x-www-form-urlencoded) */
  NEST_PART_JSON = 4,    /* the hole as a JSON value: strings quoted and escaped, JSON as it is */
  NEST_PART_HEADER = 5,  /* the hole as text; CR, LF or NUL in it is a failure */
  NEST_PART_BASE64 = 6   /* the hole as text, in base64 (RFC 4648, section 4) */
};
typedef struct nest_part {
  uint32_t encoding;
  uint32_t hole; /* index into the values given, when encoding is not NEST_PART_TEXT */
  nest_str text;
} nest_part;
/** Constant texts and holes in order. Plain, Percent, Form and Header write JSON strings without their
 * quotes. */
typedef struct nest_template {
  const nest_part* parts;
  uint64_t part_count;
} nest_template;

/** One step of a JSON path. */
enum {
  NEST_STEP_KEY = 0,       /* the constant `key` */
  NEST_STEP_KEY_HOLE = 1,  /* a string from values[hole] */
  NEST_STEP_INDEX = 2,     /* the constant `index` */
  NEST_STEP_INDEX_HOLE = 3 /* an int from values[hole] */
};
typedef struct nest_step {
  uint32_t kind;
  uint32_t hole;
  int64_t index;
  nest_str key;
} nest_step;
typedef struct nest_path {
  const nest_step* steps;
  uint64_t step_count;
  nest_str text; /* as written in the source, for failures: `.items[0].id` */
} nest_path;

/** A finished response. Lives in the arena (convention 3). `body` and `headers` are filled only when the
 * request's flags asked for them. status 0: no response came. */
typedef struct nest_response {
  int64_t status;
  int64_t time; /* nanoseconds from the send to the last byte, redirects included */
  int64_t size; /* bytes of body received, before decompression */
  int32_t ok;   /* the request did not fail: set by nest_http_finish */
  int32_t reserved;
  nest_str body;
  nest_str headers; /* the header block of the last response, lines ended by CR LF */
  nest_str url;     /* the last URL, after redirects; filled with NEST_WANTS_URL */
} nest_response;

/** The part of a virtual user that compiled code reads and writes directly. It is the first member of the
 * runtime's user object; nest_user * and nest_context * are the same address. */
typedef struct nest_context {
  void* state;      /* taskset state of the user: nest_taskset.state_offset leads to a taskset's own part */
  void* user_state; /* state of the `user { }` block */
  int32_t outcome;  /* NEST_RUNNING … NEST_STOP */
  uint32_t site;    /* index into nest_program.sites: where the running code is */
  int64_t loop_budget;     /* back-edges until a loop must yield; counted down by compiled code */
  nest_response* response; /* the response of the last nest_http_start, once resumed */
  int64_t user_id;         /* from 0, over the whole run */
  int64_t iteration;       /* picks of this user so far, from 0 */
} nest_context;

typedef struct nest_user nest_user;
struct nest_request;

/** A coroutine's start. Runs up to its first suspension or its end and returns its frame. When
 * context.outcome is not NEST_RUNNING on return, the entry has ended and the frame is gone. A suspended frame
 * starts with two pointers, void (*resume)(void *) and void (*destroy)(void *): LLVM's switched-resume
 * layout. */
typedef void* (*nest_entry)(nest_user* user);

#ifdef __cplusplus
#define NEST_FUNCTION(result, name, parameters) result name parameters noexcept;
#else
#define NEST_FUNCTION(result, name, parameters) result name parameters;
#endif
#include "runtime/abi/abi_functions.def"
#undef NEST_FUNCTION

#ifdef __cplusplus
}
#endif

#endif
