// How long a data file takes to load, what it keeps in memory, and what a row costs.
//
//   table_bench [ROWS] [FOLDER]
//
// Writes a CSV, a JSON and a lines file of that many rows (1,000,000 when left out) into the folder (/tmp),
// loads each five times and prints the best; then the cost of a field of a row that is picked at random.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "runtime/tables/table.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string row_of(nest::TableFormat format, std::uint64_t i) {
  switch (format) {
    case nest::TableFormat::Csv:
      return fmt::format("user{:07},\"pass, {}\",user{}@shop.test,{}\n", i, i * 7919, i, i % 97);
    case nest::TableFormat::Json:
      return fmt::format("{}{{\"name\":\"user{:07}\",\"password\":\"p{}\",\"age\":{}}}", i == 0 ? "[" : ",\n",
                         i, i * 7919, i % 97);
    case nest::TableFormat::Lines:
      return fmt::format("term {:07}\n", i * 7919 % 10'000'000);
  }
  return {};
}

void write(const std::filesystem::path& path, nest::TableFormat format, std::uint64_t rows) {
  std::ofstream out(path, std::ios::binary);
  if (format == nest::TableFormat::Csv) out << "name,password,email,age\n";
  for (std::uint64_t i = 0; i < rows; ++i) out << row_of(format, i);
  if (format == nest::TableFormat::Json) out << "]\n";
}

void measure(const char* name, nest::TableFormat format, std::uint64_t rows,
             const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / fmt::format("nest-table-bench.{}", name);
  write(path, format, rows);
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto start = Clock::now();
    const auto table = nest::DataTable::load(path, format);
    best = std::min(best, seconds_since(start));
    if (!table) {
      fmt::print(stderr, "table_bench: {}\n", table.error().message);
      std::exit(1);
    }
  }
  const auto table = nest::DataTable::load(path, format);
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  std::mt19937_64 chance(1);
  std::size_t bytes = 0;
  constexpr int kFields = 1'000'000;
  const auto start = Clock::now();
  for (int i = 0; i < kFields; ++i) bytes += table->field(chance() % rows, 0).text.size();
  const double access = seconds_since(start) / kFields * 1e9;
  fmt::print(
      "{:6} {:>9} rows {:6.1f} MB  loaded in {:5.3f} s ({:4.0f} MB/s)  memory {:.2f} of the file  field "
      "{:4.0f} ns{}\n",
      name, table->rows(), size / 1e6, best, size / 1e6 / best, static_cast<double>(table->memory()) / size,
      access, bytes == 0 ? "!" : "");
  std::filesystem::remove(path);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::filesystem::path folder = argc > 2 ? argv[2] : "/tmp";
  measure("csv", nest::TableFormat::Csv, rows, folder);
  measure("json", nest::TableFormat::Json, rows, folder);
  measure("lines", nest::TableFormat::Lines, rows, folder);
}
