#ifndef NEST_RUNTIME_ABI_NEST_PROGRAM_H
#define NEST_RUNTIME_ABI_NEST_PROGRAM_H

/* The program image: what compiled code exports. Constant tables, laid down by the compiler (or by hand, in
 * tests), read by the runtime; they live as long as the code. Indexes are into the tables of nest_program. */

#include "runtime/abi/nest_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NEST_NONE 0xffffffffu /* no index */

enum { NEST_GET = 0, NEST_POST, NEST_PUT, NEST_PATCH, NEST_DELETE, NEST_HEAD, NEST_OPTIONS };

/** What a request's answer is for, and what it sends: only what is asked for is kept. */
enum {
  NEST_WANTS_BODY = 1u << 0,
  NEST_WANTS_HEADERS = 1u << 1,
  NEST_WANTS_URL = 1u << 2,
  NEST_HAS_STATUS_CONDITION = 1u << 3, /* the request's own conditions decide about its status */
  NEST_COMPRESSED = 1u << 4,           /* ask for a compressed answer; decode it when the body is wanted */
  NEST_HTTP_1 = 1u << 5,               /* by HTTP/1.1, whatever the run's setting */
  NEST_HTTP_2 = 1u << 6                /* by HTTP/2; at most one of the two */
};

enum { NEST_BODY_NONE = 0, NEST_BODY_JSON, NEST_BODY_FORM, NEST_BODY_TEXT, NEST_BODY_MULTIPART };

/** A place in the sources, as people read it. */
typedef struct nest_site {
  uint32_t file; /* index into nest_program.files */
  uint32_t line;
  uint32_t column;
} nest_site;

/** A statistics row: requests that share it are reported together. */
typedef struct nest_row {
  uint32_t method;
  uint32_t reserved;
  nest_str name; /* the URL's text with each hole as {}, or the request's own `name` */
} nest_row;

/** A condition, named by its source text. */
typedef struct nest_check_info {
  nest_str text;
  uint32_t site;
  uint32_t row; /* of the request it belongs to, or NEST_NONE */
} nest_check_info;

typedef struct nest_request {
  uint32_t method;
  uint32_t row;
  uint32_t flags;
  uint32_t body_kind;
  int32_t max_redirects; /* -1: the run's default */
  uint32_t site;
  nest_template url;     /* an absolute URL, or one that starts with `/` and is put after the run's host */
  nest_template headers; /* the request's own lines: "Name: value\r\n"… */
  nest_template body;
} nest_request;

/** How long a user thinks after a task of a taskset. */
enum {
  NEST_WAIT_NONE = 0,
  NEST_WAIT_FIXED,       /* a */
  NEST_WAIT_UNIFORM,     /* a..b */
  NEST_WAIT_EXPONENTIAL, /* mean a */
  NEST_WAIT_NORMAL,      /* mean a, standard deviation b, cut at 0 */
  NEST_WAIT_PACE         /* tasks start a apart; late ones are not caught up */
};
typedef struct nest_wait {
  uint64_t kind;
  int64_t a;
  int64_t b;
  /* A run value that is used instead of a or b, or null: a duration, or for a pace a float, which is the
   * number of tasks that start in a second. */
  const nest_value* a_value;
  const nest_value* b_value;
} nest_wait;

/** What a run value is. */
enum {
  NEST_GLOBAL_PARAM = 0,
  NEST_GLOBAL_SERVICE_URL,  /* "http://127.0.0.1:PORT", NEST_STRING */
  NEST_GLOBAL_SERVICE_PORT, /* NEST_INT */
  NEST_GLOBAL_ENVIRONMENT   /* of nest's own environment, for the texts of services: NEST_STRING */
};

/** A value that is fixed when the run starts. `value` lies in writable memory of the program and holds the
 * default; the runtime writes it before the first user starts, and nobody after. A string there needs what
 * convention 3 asks. */
typedef struct nest_global {
  uint32_t kind;
  uint32_t type;      /* NEST_INT, NEST_FLOAT, NEST_BOOL, NEST_STRING or NEST_DURATION */
  nest_str name;      /* of the param, the service, the environment variable */
  nest_str full_name; /* shop/shopper.stock; empty for a service that only nest.toml declares */
  nest_str doc;
  uint32_t site;
  uint32_t service; /* index into nest_program.services; NEST_NONE for one that only nest.toml declares, and
                       otherwise */
  uint32_t has_default; /* 0: somebody has to write it */
  uint32_t reserved;
  nest_value* value;
} nest_global;

/** How a service says that it is ready. */
enum { NEST_READY_NONE = 0, NEST_READY_HTTP, NEST_READY_TCP, NEST_READY_LINE };
/** What happens when a service ends by itself. */
enum { NEST_ON_FAILURE_STOP_RUN = 0, NEST_ON_FAILURE_GO_ON, NEST_ON_FAILURE_RESTART };

typedef struct nest_service_variable {
  nest_str name;
  nest_template value;
} nest_service_variable;

/** A program that runs beside the run. The holes of its templates are indexes into nest_program.globals. */
typedef struct nest_service {
  nest_str name;
  nest_str full_name; /* shop/shopper.accounts */
  nest_str doc;
  uint32_t site;
  uint32_t ready;
  nest_template command;
  nest_str folder; /* where it runs: absolute, or from nest's own folder */
  const nest_service_variable* environment;
  uint64_t environment_count;
  nest_template ready_text; /* the path, or the text of the line */
  int64_t within;           /* nanoseconds; -1: not given */
  const nest_str* after;    /* names of services */
  uint64_t after_count;
  uint32_t on_failure;
  uint32_t reserved;
  int64_t grace; /* nanoseconds; -1: not given */
} nest_service;

/** A Markov follower: index of the task (into the taskset's picks) and its weight. */
typedef struct nest_transition {
  uint32_t pick;
  uint32_t weight;
} nest_transition;

typedef struct nest_task {
  nest_str name;
  nest_str full_name; /* shop/shopper.Shopper.buy */
  nest_str doc;
  nest_entry run;
  uint32_t site;
  uint32_t taskset;
  const nest_str* tags; /* its own and those of the tasksets around it */
  uint64_t tag_count;
} nest_task;

/** What a taskset's pick can be: a task, or a nested taskset. */
enum { NEST_PICK_TASK = 0, NEST_PICK_TASKSET = 1 };
typedef struct nest_pick {
  uint32_t kind;
  uint32_t index; /* into nest_program.tasks or .tasksets */
  uint32_t weight;
  uint32_t transition_count;
  const nest_transition* transitions;
} nest_pick;

/** The order of picks. */
enum { NEST_ORDER_RANDOM = 0, NEST_ORDER_SEQUENTIAL, NEST_ORDER_MARKOV };

typedef struct nest_taskset {
  nest_str name;
  nest_str full_name; /* shop/shopper.Shopper */
  nest_str doc;
  uint32_t weight;
  uint32_t parent; /* NEST_NONE at the top */
  uint32_t site;
  uint32_t order;
  nest_wait wait;      /* the effective one: its own, else the enclosing taskset's, else the user's */
  nest_entry init;     /* its state's initialisers, or null */
  nest_entry on_start; /* or null */
  nest_entry on_stop;  /* or null */
  const nest_pick* picks;
  uint64_t pick_count;
  /* Its part of context.state: [state_offset, state_offset + state_size). Zeroed at entry. The owned strings
   * in it are nest_str at these offsets from context.state; the runtime frees them when the taskset is left.
   */
  uint64_t state_offset;
  uint64_t state_size;
  const uint32_t* owned;
  uint64_t owned_count;
} nest_taskset;

/** The `user { }` block; all zero when there is none. */
typedef struct nest_user_block {
  nest_entry init;
  nest_entry on_start;
  nest_entry on_stop;
  uint64_t state_size;
  const uint32_t* owned;
  uint64_t owned_count;
} nest_user_block;

/** What all users of a run share, and what nest_shared_call does with it. */
enum { NEST_SHARED_COUNTER = 0, NEST_SHARED_QUEUE, NEST_SHARED_MAP };
enum {
  NEST_SHARED_NEXT = 0, /* counter: one more; its new value */
  NEST_SHARED_ADD,      /* counter: (int) more; its new value */
  NEST_SHARED_VALUE,    /* counter */
  NEST_SHARED_PUT,      /* queue: (element) at its end */
  NEST_SHARED_TAKE, /* queue: the first element, when there is one; (duration): NEST_MISSING after so long */
  NEST_SHARED_TRY_TAKE, /* queue: the first element; NEST_MISSING when there is none */
  NEST_SHARED_SIZE,     /* queue, map: how many elements */
  NEST_SHARED_GET,      /* map: the element of (string); NEST_MISSING when there is none */
  NEST_SHARED_SET,      /* map: that of (string) becomes (element) */
  NEST_SHARED_REMOVE    /* map: that of (string) goes; a bool: it was there */
};
typedef struct nest_shared {
  uint32_t kind;    /* NEST_SHARED_COUNTER … */
  uint32_t element; /* NEST_INT … NEST_JSON: what a queue or map holds; of a counter NEST_INT */
  nest_str name;
  nest_str full_name; /* shop/shopper.orders */
  nest_str doc;
  uint32_t site;
  uint32_t reserved;
} nest_shared;

/** What is timed and reported under one name. */
typedef struct nest_transaction {
  nest_str name;
  uint32_t site;
  uint32_t reserved;
} nest_transaction;

/** What users measure themselves. A number of a trend or gauge is kept in thousandths, a duration in
 * nanoseconds. */
enum { NEST_METRIC_COUNTER = 0, NEST_METRIC_TREND, NEST_METRIC_GAUGE, NEST_METRIC_RATE };
typedef struct nest_metric {
  uint32_t kind;
  uint32_t
      element; /* of a trend or gauge NEST_FLOAT or NEST_DURATION; of a counter NEST_INT, a rate NEST_BOOL */
  nest_str name;
  nest_str full_name; /* shop/shopper.basket */
  nest_str doc;
  uint32_t site;
  uint32_t reserved;
} nest_metric;

/** Rows of a data file, and who gets which. */
enum { NEST_DATA_CSV = 0, NEST_DATA_JSON, NEST_DATA_LINES };
enum {
  NEST_DATA_UNIQUE = 0, /* nobody has a row twice at a time: see nest_data_next */
  NEST_DATA_ONCE,       /* each row once in a run */
  NEST_DATA_SEQUENTIAL, /* one place in the file, for all users */
  NEST_DATA_SHUFFLE,    /* the same, through an order that the seed decides */
  NEST_DATA_RANDOM      /* by the user's own chance */
};
/** What becomes of a user that asks when there is no row. */
enum {
  NEST_EXHAUSTED_FAIL = 0,
  NEST_EXHAUSTED_WAIT,
  NEST_EXHAUSTED_WRAP, /* the rows begin anew */
  NEST_EXHAUSTED_STOP_USER,
  NEST_EXHAUSTED_STOP_RUN
};
/** How many rows a user holds that is in a taskset, by what its state and its on_start take. */
typedef struct nest_claim {
  uint32_t taskset; /* NEST_NONE: the user block, which is every user's */
  uint32_t rows;
} nest_claim;
typedef struct nest_data {
  nest_str name;
  nest_str full_name; /* shop/shopper.accounts */
  nest_str doc;
  uint32_t site;
  uint32_t format;         /* NEST_DATA_CSV … */
  uint32_t policy;         /* NEST_DATA_UNIQUE … */
  uint32_t exhausted;      /* NEST_EXHAUSTED_FAIL … */
  nest_str path;           /* absolute, or from nest's own folder */
  const nest_str* columns; /* of CSV its header, of JSON the keys of its first object */
  uint64_t column_count;
  const nest_claim* claims; /* only of NEST_DATA_UNIQUE */
  uint64_t claim_count;
} nest_data;
/** A number of a plan. `global`, a param's value (an int, a float or a duration), is used instead of `value`,
 * or is null. */
typedef struct nest_amount {
  double value;
  const nest_value* global;
} nest_amount;

/** What a plan sets: how many users there are, or how many arrive in a second. */
enum { NEST_LOAD_USERS = 0, NEST_LOAD_ARRIVALS };

/** A level that is held (`from` and `to` are the same), or a ramp between two. */
typedef struct nest_plan_step {
  nest_str name; /* empty when it has none */
  nest_amount from;
  nest_amount to;
  nest_amount length; /* nanoseconds */
  uint32_t site;
  uint32_t reserved;
} nest_plan_step;

typedef struct nest_plan_weight {
  uint32_t taskset;
  uint32_t weight;
} nest_plan_weight;

enum {
  NEST_LIMIT_PERCENTILE = 0, /* of the response time, nanoseconds */
  NEST_LIMIT_AVERAGE,
  NEST_LIMIT_MINIMUM,
  NEST_LIMIT_MAXIMUM,
  NEST_LIMIT_ERRORS,   /* the share of requests that failed */
  NEST_LIMIT_CHECKS,   /* the share of checks that passed */
  NEST_LIMIT_REQUESTS, /* a second */
  NEST_LIMIT_DROPPED   /* the share of arrivals that found no free user */
};
enum { NEST_LIMIT_LESS = 0, NEST_LIMIT_LESS_EQUAL, NEST_LIMIT_GREATER, NEST_LIMIT_GREATER_EQUAL };
/** The part of a plan that a limit looks at. */
enum { NEST_LIMIT_OF_STEADY = 0, NEST_LIMIT_OF_RAMPS, NEST_LIMIT_OF_STEP };

typedef struct nest_limit {
  nest_str text; /* as written */
  uint32_t site;
  uint32_t metric;
  double percentile;    /* 0 to 100 */
  const uint32_t* rows; /* into nest_program.rows; none: all requests together */
  uint64_t row_count;
  uint32_t comparison;
  uint32_t part;
  uint32_t step; /* of NEST_LIMIT_OF_STEP: into the plan's steps */
  uint32_t aborts;
  nest_amount bound; /* nanoseconds, a share from 0 to 1, or a number a second */
  int64_t window;    /* nanoseconds; 0: the whole part */
} nest_limit;

typedef struct nest_plan {
  nest_str name;
  nest_str full_name; /* shop/shopper.peak */
  nest_str doc;
  uint32_t site;
  uint32_t kind;
  const nest_plan_step* steps;
  uint64_t step_count;
  const nest_plan_weight* weights; /* over those that the tasksets declare */
  uint64_t weight_count;
  uint64_t max_users;  /* of arrivals; 0: not given */
  uint64_t iterations; /* of arrivals; 0: not given */
  const nest_limit* limits;
  uint64_t limit_count;
} nest_plan;

typedef struct nest_program {
  uint32_t abi_version; /* NEST_ABI_VERSION */
  uint32_t reserved;
  uint64_t state_size; /* of context.state: the most that any chain of nested tasksets needs */
  const nest_str* files;
  uint64_t file_count;
  const nest_site* sites;
  uint64_t site_count;
  const nest_row* rows;
  uint64_t row_count;
  const nest_check_info* checks;
  uint64_t check_count;
  const nest_taskset* tasksets; /* parents before their children */
  uint64_t taskset_count;
  const nest_task* tasks;
  uint64_t task_count;
  nest_user_block user;
  nest_entry setup;    /* once, before the first user starts, or null; it reads no state */
  nest_entry teardown; /* once, after the last has stopped, or null */
  const nest_global* globals;
  uint64_t global_count;
  const nest_service* services;
  uint64_t service_count;
  const nest_shared* shared;
  uint64_t shared_count;
  const nest_str* patterns; /* regular expressions, in RE2's syntax; all of them are right */
  uint64_t pattern_count;
  const nest_data* data;
  uint64_t data_count;
  const nest_plan* plans;
  uint64_t plan_count;
  const nest_transaction* transactions;
  uint64_t transaction_count;
  const nest_metric* metrics;
  uint64_t metric_count;
} nest_program;

#ifdef __cplusplus
}
#endif

#endif
