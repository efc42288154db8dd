#include "runtime/shared/local_store.h"

#include <cstdlib>
#include <string>

#include "runtime/values/text.h"

namespace nest {
namespace {

SharedAnswer answer(SharedResult result) { return result; }

SharedAnswer begin_on(SharedCounter& counter, const SharedOperation& operation, SharedCaller&) {
  switch (operation.method) {
    case NEST_SHARED_NEXT:
      return answer(counter.add(1));
    case NEST_SHARED_ADD:
      return answer(counter.add(operation.arguments[0].as.i));
    case NEST_SHARED_VALUE:
      return answer(counter.value());
    default:
      std::abort();
  }
}

SharedAnswer begin_on(SharedQueue& queue, const SharedOperation& operation, SharedCaller& caller) {
  switch (operation.method) {
    case NEST_SHARED_PUT:
      return answer(queue.put(shared_value(operation.arguments[0])));
    case NEST_SHARED_TAKE:
      return queue.take(caller);
    case NEST_SHARED_TRY_TAKE:
      return answer(queue.try_take());
    case NEST_SHARED_SIZE:
      return answer(queue.size());
    default:
      std::abort();
  }
}

SharedAnswer begin_on(SharedMap& map, const SharedOperation& operation, SharedCaller&) {
  const auto key = [&] { return view_of(operation.arguments[0].as.s); };
  switch (operation.method) {
    case NEST_SHARED_GET:
      return answer(map.get(key()));
    case NEST_SHARED_SET:
      return answer(map.set(key(), shared_value(operation.arguments[1])));
    case NEST_SHARED_REMOVE:
      return answer(std::int64_t{map.remove(key())});
    case NEST_SHARED_SIZE:
      return answer(map.size());
    default:
      std::abort();
  }
}

}  // namespace

LocalStore::LocalStore(std::span<const nest_shared> objects) {
  objects_.reserve(objects.size());
  for (const nest_shared& object : objects) {
    const std::string name(view_of(object.name));
    switch (object.kind) {
      case NEST_SHARED_COUNTER:
        objects_.emplace_back(std::make_unique<SharedCounter>(name));
        break;
      case NEST_SHARED_QUEUE:
        objects_.emplace_back(std::make_unique<SharedQueue>(name));
        break;
      default:
        objects_.emplace_back(std::make_unique<SharedMap>(name));
    }
  }
}

SharedAnswer LocalStore::begin(const SharedOperation& operation, SharedCaller& caller) {
  return std::visit([&](auto& object) { return begin_on(*object, operation, caller); },
                    objects_[operation.object]);
}

}  // namespace nest
