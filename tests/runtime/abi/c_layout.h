#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A number of layout.def as C sees it. */
size_t c_layout(int what);
const void* c_first_entry(void);

#ifdef __cplusplus
}
#endif
