#include "runtime/library/library.h"

#include <array>
#include <cstring>

#include "runtime/library/functions.h"

namespace nest::library {
namespace {

constexpr std::array kFunctions = {
    Function{"lower(text: string) -> string", Needs::Nothing, false, lower},
    Function{"upper(text: string) -> string", Needs::Nothing, false, upper},
    Function{"trim(text: string) -> string", Needs::Nothing, false, trim},
    Function{"replace(text: string, part: string, by: string) -> string", Needs::Nothing, false, replace},
    Function{"starts_with(text: string, start: string) -> bool", Needs::Nothing, false, starts_with},
    Function{"ends_with(text: string, end: string) -> bool", Needs::Nothing, false, ends_with},
    Function{"substring(text: string, from: int, count: int) -> string", Needs::Nothing, false, substring},
    Function{"split(text: string, separator: string) -> list<string>", Needs::Nothing, false, split},
    Function{"join(list: list<string>, separator: string) -> string", Needs::Nothing, false, join},
    Function{"abs(x: int) -> int", Needs::Nothing, false, abs_int},
    Function{"abs(x: float) -> float", Needs::Nothing, false, abs_float},
    Function{"abs(x: duration) -> duration", Needs::Nothing, false, abs_int},
    Function{"min(a: int, b: int) -> int", Needs::Nothing, false, min_int},
    Function{"min(a: float, b: float) -> float", Needs::Nothing, false, min_float},
    Function{"min(a: duration, b: duration) -> duration", Needs::Nothing, false, min_int},
    Function{"max(a: int, b: int) -> int", Needs::Nothing, false, max_int},
    Function{"max(a: float, b: float) -> float", Needs::Nothing, false, max_float},
    Function{"max(a: duration, b: duration) -> duration", Needs::Nothing, false, max_int},
    Function{"floor(x: float) -> int", Needs::Nothing, false, floor_float},
    Function{"ceil(x: float) -> int", Needs::Nothing, false, ceil_float},
    Function{"round(x: float) -> int", Needs::Nothing, false, round_float},
    Function{"base64(text: string) -> string", Needs::Nothing, false, base64},
    Function{"base64url(text: string) -> string", Needs::Nothing, false, base64url},
    Function{"base64_decode(text: string) -> string", Needs::Nothing, false, base64_decode},
    Function{"hex(text: string) -> string", Needs::Nothing, false, hex},
    Function{"hex_decode(text: string) -> string", Needs::Nothing, false, hex_decode},
    Function{"url_encode(text: string) -> string", Needs::Nothing, false, url_encode},
    Function{"md5(text: string) -> string", Needs::Nothing, false, md5},
    Function{"sha256(text: string) -> string", Needs::Nothing, false, sha256},
    Function{"hmac_sha256(key: string, text: string) -> string", Needs::Nothing, false, hmac_sha256},
    Function{"contains(list: list<T>, element: T) -> bool", Needs::Nothing, false, contains},
    Function{"+(one: list<T>, other: list<T>) -> list<T>", Needs::Nothing, false, concatenate},
    Function{"==(one: list<T>, other: list<T>) -> bool", Needs::Nothing, false, equal},
    Function{"choice(list: list<T>) -> T", Needs::Chance, true, choice},
    Function{"shuffle(list: list<T>) -> list<T>", Needs::Chance, false, shuffle},
    Function{"uuid() -> string", Needs::Chance, false, uuid},
    Function{"now() -> duration", Needs::Time, false, now},
    Function{"format_time(time: duration, format: string) -> string", Needs::Nothing, false, format_time},
};

}  // namespace

std::span<const Function> functions() { return kFunctions; }

nest_status Call::give_copy(std::string_view text) {
  char* copy = around.text(text.size());
  if (copy == nullptr) return around.fail_for_space();
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  return give_text({copy, text.size()});
}

}  // namespace nest::library
