// The sentences of .nest. No actions and no predicates. Line ends mean nothing: no statement begins with `(`, `[`,
// `-` or an operator, so where one ends is never in doubt.
//
// Every rule becomes one node of compiler/ast, built by the member of TreeBuilder with the rule's name
// (compiler/syntax/build_*.cpp). How to change it: README.md beside this file.
parser grammar NestParser;

options { tokenVocab = NestLexer; superClass = TreeParser; contextSuperClass = TreeNode; }

@header { #include "compiler/syntax/tree_parser.h" }

file
  : (importDeclaration | constant | param | sharedDeclaration | metricDeclaration | data | service | functionDeclaration | taskset
    | userBlock | onceBlock | plan)* EOF
  ;

// ---- declarations

importDeclaration : KwImport stringLiteral (KwAs identifier)? ;

constant : KwConst identifier PunAssign expression ;

param : KwParam identifier PunColon declaredType PunAssign expression ;

// Which words are kinds is no matter of form: `shared counter ids`, `shared queue<string> orders`.
sharedDeclaration : KwShared identifier elementType? identifier ;

// Which words are kinds is no matter of form: `metric trend basket`.
metricDeclaration : KwMetric identifier identifier ;

elementType : OpLess identifier OpGreater ;

functionDeclaration
  : KwFn identifier PunLeftParen (parameter (PunComma parameter)* PunComma?)? PunRightParen functionResult? block
  ;

parameter : identifier PunColon declaredType ;

functionResult : PunArrow declaredType ;

// Which words are sources and policies is no matter of form: `data users = csv("users.csv") unique`.
data : KwData identifier PunAssign identifier PunLeftParen expression PunRightParen identifier? whenExhausted? ;

whenExhausted : KwWhen KwExhausted exhaustedForm ;

exhaustedForm
  : KwStop KwUser
  | KwStop KwRun
  | KwWait
  | KwFail
  | identifier
  ;

service : KwService identifier PunLeftBrace serviceMember* PunRightBrace ;

serviceMember
  : KwRun expression                                                                    # ServiceRun
  | KwFolder expression                                                                 # ServiceFolder
  | KwEnv fields                                                                        # ServiceEnvironment
  | KwReady readyForm (KwWithin expression)?                                            # ServiceReady
  | KwAfter identifier (PunComma identifier)*                                           # ServiceAfter
  | KwOn KwFailure failureForm                                                          # ServiceFailure
  | KwGrace expression                                                                  # ServiceGrace
  ;

readyForm
  : KwHttp expression
  | KwTcp
  | KwLine expression
  ;

failureForm
  : KwStop KwRun
  | KwGo KwOn
  | KwRestart
  ;

plan : KwPlan identifier PunLeftBrace planMember* PunRightBrace ;

planMember
  : (identifier PunColon)? KwUsers expression (PunArrow expression KwOver | KwFor) expression  # PlanUsers
  | (identifier PunColon)? KwArrivals planRate (PunArrow planRate KwOver | KwFor) expression   # PlanArrivals
  | KwMaxUsers expression                                                               # PlanMaxUsers
  | KwIterations expression                                                             # PlanIterations
  | KwWeights fields                                                                    # PlanWeights
  | KwLimit limitMetric limitComparison limitBound (KwOver expression)? (KwDuring identifier)? KwAbort?  # PlanLimit
  ;

planRate : rateCount OpDivide identifier ;

// `p99.9("/login")`: the lexer makes three tokens of the number.
limitMetric : identifier (PunDot LitInt)? (PunLeftParen key PunRightParen)? ;

limitComparison : OpLess | OpLessEqual | OpGreater | OpGreaterEqual ;

// In this order: `0.1% over 30s` is no remainder.
limitBound
  : (LitInt | LitFloat) OpRemainder                                                     # PercentBound
  | planRate                                                                            # RateBound
  | expression                                                                          # ValueBound
  ;

taskset : KwTaskset word PunLeftBrace tasksetMember* PunRightBrace ;

tasksetMember
  : weightMember
  | waitMember
  | tags
  | sequentialMember
  | variable
  | hook
  | task
  | taskset
  | include
  | defaults
  | hostMember
  ;

// Which items may be defaults is no matter of form.
defaults : KwDefaults requestItems ;

hostMember : KwHost expression ;

include : KwInclude word (PunDot word)? ;

userBlock : KwUser PunLeftBrace userMember* PunRightBrace ;

onceBlock : (KwSetup | KwTeardown) block ;

userMember
  : waitMember
  | variable
  | hook
  | defaults
  ;

weightMember : KwWeight expression ;

waitMember : KwWait waitForm ;

waitForm
  : KwNone                                                                              # WaitNone
  | KwExponential PunLeftParen expression PunRightParen                                 # WaitExponential
  | KwNormal PunLeftParen expression PunComma expression PunRightParen                  # WaitNormal
  | KwPace expression                                                                   # WaitPace
  | KwRate rateCount OpDivide identifier                                                # WaitRate
  | expression (PunDotDot expression)?                                                  # WaitBetween
  ;

// Short on purpose: in `0.5/s` the slash belongs to the rate.
rateCount
  : (LitInt | LitFloat)                                                                 # RateNumber
  | identifier                                                                          # RateName
  | PunLeftParen expression PunRightParen                                               # RateExpression
  ;

tags : KwTags word (PunComma word)* ;

sequentialMember : KwSequential ;

hook : (KwOnStart | KwOnStop) block ;

task : KwTask (PunLeftParen expression PunRightParen)? word transitions? taskBody ;

transitions : PunArrow transition (PunComma transition)* ;

transition : word (PunColon expression)? ;

taskBody : PunLeftBrace tags? statement* PunRightBrace ;

// ---- statements

block : PunLeftBrace statement* PunRightBrace ;

statement
  : variable
  | request
  | ifStatement
  | forStatement
  | repeatStatement
  | whileStatement
  | breakStatement
  | continueStatement
  | returnStatement
  | sleepStatement
  | logStatement
  | failStatement
  | interruptStatement
  | stopStatement
  | releaseStatement
  | conditions
  | transactionStatement
  | parallelStatement
  | simpleStatement
  ;

variable : (KwLet | KwVar) identifier (PunColon declaredType)? PunAssign initializer ;

initializer
  : request
  | expression
  ;

ifStatement : KwIf expression likelihood? block otherwise? ;

likelihood : KwLikely expression ;

otherwise : KwElse (ifStatement | block) ;

forStatement : KwFor identifier KwIn expression (PunDotDot expression)? block ;

repeatStatement : KwRepeat expression block ;

whileStatement : KwWhile expression block ;

breakStatement : KwBreak ;

continueStatement : KwContinue ;

returnStatement : KwReturn initializer? ;

sleepStatement : KwSleep expression ;

logStatement : KwLog expression ;

failStatement : KwFail expression ;

interruptStatement : KwInterrupt KwWait? ;

stopStatement : KwStop ;

// `release` is a name elsewhere: this comes before the statements that begin with one.
releaseStatement : KwRelease expression ;

conditions : (KwExpect | KwRequire) expression (PunComma expression)* ;

transactionStatement : KwTransaction expression block ;

// What may stand in it is no matter of form.
parallelStatement : KwParallel block ;

// A call, or an assignment when `=` follows. Begins with a name, unlike expressions in general.
simpleStatement : identifier suffix* (PunAssign initializer)? ;

// ---- requests

request : method expression requestItems? ;

method : KwGet | KwPost | KwPut | KwPatch | KwDelete | KwHead | KwOptions ;

requestItems : PunLeftBrace requestItem* PunRightBrace ;

requestItem
  : KwHeader stringLiteral PunColon expression                                          # HeaderItem
  | KwQuery fields                                                                      # QueryItem
  | KwForm fields                                                                       # FormItem
  | KwJson jsonValue                                                                    # JsonItem
  | KwMultipart fields                                                                  # MultipartItem
  | KwBody expression                                                                   # BodyItem
  | KwName expression                                                                   # NameItem
  | KwTimeout expression                                                                # TimeoutItem
  | KwRedirects expression                                                              # RedirectsItem
  | KwCompressed                                                                        # CompressedItem
  | KwHttp expression                                                                   # HttpItem
  | KwAuth identifier PunLeftParen (expression (PunComma expression)*)? PunRightParen   # AuthItem
  | conditions                                                                          # ConditionsItem
  ;

fields : PunLeftBrace (field (PunComma field)* PunComma?)? PunRightBrace ;

field : key PunColon expression ;

key
  : word                                                                                # WordKey
  | stringLiteral                                                                       # StringKey
  ;

// ---- expressions, binding most tightly first

expression
  : primary suffix*                                                                     # Postfix
  | expression KwAs typeName                                                            # Cast
  | OpMinus expression                                                                  # Negate
  | expression (OpTimes | OpDivide | OpRemainder) expression                            # Product
  | expression (OpPlus | OpMinus) expression                                            # Sum
  | expression (OpEqual | OpNotEqual | OpLess | OpLessEqual | OpGreater | OpGreaterEqual) expression  # Comparison
  | KwNot expression                                                                    # Not
  | expression KwAnd expression                                                         # And
  | expression KwOr expression                                                          # Or
  | expression OpCoalesce expression                                                    # Coalesce
  | <assoc=right> expression OpQuestion expression PunColon expression                  # Conditional
  ;

suffix
  : PunDot word                                                                         # MemberSuffix
  | PunLeftBracket expression PunRightBracket                                           # IndexSuffix
  | PunLeftParen arguments? PunRightParen                                               # CallSuffix
  ;

// How long a call may wait: `orders.take(within 5s)`.
arguments
  : expression (PunComma expression)*
  | within
  ;

within : KwWithin expression ;

primary
  : LitInt                                                                              # IntPrimary
  | LitFloat                                                                            # FloatPrimary
  | LitDuration                                                                         # DurationPrimary
  | (KwTrue | KwFalse)                                                                  # BoolPrimary
  | KwNull                                                                              # NullPrimary
  | stringLiteral                                                                       # StringPrimary
  | KwJson jsonObject                                                                   # JsonPrimary
  | jsonArray                                                                           # ListPrimary
  | identifier                                                                          # NamePrimary
  | PunLeftParen expression PunRightParen                                               # ParenPrimary
  ;

stringLiteral
  : (StrOpen | StrMultiOpen) stringPart* StrClose                                       # PartsString
  | LitRawString                                                                        # RawString
  ;

stringPart
  : StrText                                                                             # TextPart
  | StrEscape                                                                           # EscapePart
  | StrHole expression PunRightBrace                                                    # HolePart
  ;

jsonObject : PunLeftBrace (jsonMember (PunComma jsonMember)* PunComma?)? PunRightBrace ;

jsonMember : key PunColon jsonValue ;

// An array inside json, a list elsewhere: the checker knows which.
jsonArray : PunLeftBracket (jsonValue (PunComma jsonValue)* PunComma?)? PunRightBracket ;

jsonValue
  : jsonObject                                                                          # ObjectValue
  | expression                                                                          # ExpressionValue
  ;

// ---- names

// `int`, `list<string>`.
typeName : identifier elementType? ;

// `string?`. Not right of `as`, where `x as int ? a : b` asks something.
declaredType : typeName OpQuestion? ;

// The name of a value: a word that means nothing else, or means it only elsewhere.
identifier
  : Identifier
  | KwSetup | KwTeardown | KwImport | KwInclude | KwDefaults | KwHost | KwFn
  | KwShared | KwMetric | KwTransaction | KwParallel | KwData | KwWhen | KwExhausted | KwRelease
  | KwConst | KwParam | KwService | KwRun | KwFolder | KwEnv | KwReady | KwHttp | KwTcp | KwLine | KwWithin
  | KwAfter | KwOn | KwFailure | KwGo | KwRestart | KwGrace
  | KwUser | KwWeight | KwTags | KwSequential | KwLikely
  | KwPlan | KwUsers | KwArrivals | KwOver | KwMaxUsers | KwIterations | KwWeights | KwLimit | KwDuring | KwAbort
  | KwNone | KwExponential | KwNormal | KwPace | KwRate
  | KwHeader | KwQuery | KwForm | KwJson | KwBody | KwName | KwTimeout | KwRedirects | KwCompressed | KwMultipart | KwAuth
  ;

// Where only a name can stand, every word is one: `task stop`, `r.json.for`, `json { if: 1 }`.
word
  : identifier
  | KwTaskset | KwTask | KwOnStart | KwOnStop | KwLet | KwVar | KwIf | KwElse | KwFor | KwIn | KwRepeat | KwWhile
  | KwBreak | KwContinue | KwReturn | KwSleep | KwLog | KwFail | KwInterrupt | KwStop | KwWait | KwExpect | KwRequire
  | KwTrue | KwFalse | KwNull | KwAnd | KwOr | KwNot | KwAs
  | KwGet | KwPost | KwPut | KwPatch | KwDelete | KwHead | KwOptions
  ;
