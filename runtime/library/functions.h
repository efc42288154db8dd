#pragma once

#include "runtime/library/library.h"

/// Private to this folder: the functions behind the rows, by the file of their family.
namespace nest::library {

// letters.cpp
nest_status lower(Call& call);
nest_status upper(Call& call);
// texts.cpp
nest_status trim(Call& call);
nest_status replace(Call& call);
nest_status starts_with(Call& call);
nest_status ends_with(Call& call);
nest_status substring(Call& call);
nest_status split(Call& call);
nest_status join(Call& call);
// numbers.cpp
nest_status abs_int(Call& call);
nest_status abs_float(Call& call);
nest_status min_int(Call& call);
nest_status min_float(Call& call);
nest_status max_int(Call& call);
nest_status max_float(Call& call);
nest_status floor_float(Call& call);
nest_status ceil_float(Call& call);
nest_status round_float(Call& call);
// encodings.cpp
nest_status base64(Call& call);
nest_status base64url(Call& call);
nest_status base64_decode(Call& call);
nest_status hex(Call& call);
nest_status hex_decode(Call& call);
nest_status url_encode(Call& call);
// digests.cpp
nest_status md5(Call& call);
nest_status sha256(Call& call);
nest_status hmac_sha256(Call& call);
// lists.cpp
nest_status contains(Call& call);
nest_status concatenate(Call& call);
nest_status equal(Call& call);
// chance.cpp
nest_status choice(Call& call);
nest_status shuffle(Call& call);
nest_status uuid(Call& call);
// times.cpp
nest_status now(Call& call);
nest_status format_time(Call& call);

/// Lowercase hexadecimal digits of the bytes; gives the end of what was written.
char* write_hex(std::string_view bytes, char* out);

}  // namespace nest::library
