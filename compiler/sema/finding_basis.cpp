#include "compiler/sema/finding_basis.h"

namespace nest::sema {
namespace {

/// What is wrong with it is wrong whatever else the file holds: of a name that is mentioned in what could not
/// be read nothing is known (declare_unread()), and so nothing is said.
bool rests_on_place(DiagnosticCode code) {
  using enum DiagnosticCode;
  switch (code) {
    // Two of a thing, of which both were read.
    case DuplicateVariable:
    case DuplicateMember:
    case DuplicateTaskset:
    case DuplicateUserBlock:
    case DuplicateOnce:
    case DuplicateClause:
    case DuplicateTransition:
    case DuplicateItem:
    case DuplicateKey:
    case DuplicateService:
    case DuplicatePlan:
    case TwoBodies:
    case HeaderSaidTwice:
    // Names that are known, used as what they are not; members of what is known.
    case FunctionNotAvailable:
    case UnknownType:
    case UnknownResponseField:
    case UsedBeforeInitialised:
    case AssignmentToLet:
    case ReservedName:
    case FunctionWithoutCall:
    case NotAssignable:
    case NoUserYet:
    case UnknownServiceMember:
    case UnknownModuleMember:  // a module that lacks a declaration is taken for one of which nothing is known
    case ServiceAsValue:
    case ModuleAsValue:
    case SharedAsValue:
    case DataAsValue:
    case RowAsValue:
    case MetricAsValue:
    case UnknownSharedMember:
    case UnknownDataMember:
    case UnknownMetricMember:
    case UnknownColumn:
    case RowOfOtherData:
    case ParallelUse:
    // Types.
    case TypeMismatch:
    case OperandTypes:
    case OperandType:
    case JsonNeedsConversion:
    case BadConversion:
    case ResponseAsValue:
    case StateHoldsResponse:
    case NoMember:
    case NotIndexable:
    case NotIterable:
    case ArgumentCount:
    case ArgumentTypes:
    case JsonIndexType:
    case NotCallable:
    case RandomReversed:
    case NegativeIndex:
    case ListType:
    case ListElements:
    case MayBeMissing:
    case OptionalType:
    case NoValue:
    case CallFails:
    // Statements, and where they may stand.
    case InterruptOutsideTask:
    case OutsideLoop:
    case ExpressionWithoutEffect:
    case TransactionName:
    case ParallelStatement:
    case ParallelCount:
    case ReturnedToNobody:
    case ReturnsNothing:
    case LeaveInFunction:
    case WithinMisplaced:
    case WaitMisplaced:
    case ReleaseTarget:
    case ColumnNotConstant:
    case UnreachableStatement:
    // Requests.
    case BadHttpVersion:
    case BadUrl:
    case BadHeaderName:
    case HeaderNameNotConstant:
    case RequestNameNotConstant:
    case BadTimeout:
    case BadRedirects:
    case ReservedHeader:
    case BadHeaderValue:
    case RawOutsideUrl:
    case BadPattern:
    case UploadUnreadable:
    case FilePathNotConstant:
    case UnknownAuth:
    case AuthName:
    case NoDefault:
    case BadHost:
    // Clauses and declarations, each by itself.
    case WeightOutOfRange:
    case WeightNotWhole:
    case WaitOutOfRange:
    case WaitReversed:
    case SequentialTransitions:
    case LikelihoodOutOfRange:
    case ParamType:
    case ReadyPath:
    case ServiceTime:
    case ServiceRunMissing:
    case ServiceVariableName:
    case UnknownSharedKind:
    case SharedElement:
    case UnknownDataSource:
    case DataFile:
    case DataPathNotConstant:
    case DataPolicy:
    case DataExhausted:
    case UnknownMetricKind:
    case PlanNumber:
    case PlanWithoutSteps:
    case PlanMemberOfArrivals:
    case UnknownStep:
    case UnknownLimitMetric:
    case LimitBound:
    case MixedPlan:
    // Comments.
    case DirectiveNotUnderstood:
    case AllowedWithoutReason:
    case NotAllowable:
    // Circles, each part of which was read.
    case ConstantCycle:
    case ServiceCycle:
    case IncludeCycle:
    case FunctionCycle:
      return true;
    default:
      return false;
  }
}

}  // namespace

Basis basis(DiagnosticCode code) {
  using enum DiagnosticCode;
  if (rests_on_place(code)) return Basis::Place;
  switch (code) {
    case MissingReturn:
      return Basis::Body;
    case UnknownName:
    case UnknownFunction:
    case UnknownTransition:
    case UnknownTaskset:
    case UnknownModule:
    case UnknownService:
    // A name that is not known may be that of a constant.
    case WeightNotConstant:
    case WaitNotConstant:
    case LikelihoodNotConstant:
    case ConstantNotKnown:
    case ParamDefaultNotConstant:
    case PlanNotConstant:
    case ServiceTextHole:
      return Basis::Names;
    case ServiceNotAfter:
    case Shadowing:
    case TaskNeverRuns:
    case SecretInSource:
    case HiddenByResponse:
    case DollarHole:
    case HoleInRawString:
    case RepeatedHeader:
      return Basis::Own;
    case UnknownUserVariable:
      return Basis::UserNames;
    // What they miss may stand in any file.
    case NoTasksets:
    case NoTasksetToPick:
    case UnknownLimitRow:
    case UnknownPlanTaskset:
      return Basis::Project;
    default:
      return Basis::File;
  }
}

}  // namespace nest::sema
