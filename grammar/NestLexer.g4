// The words of .nest. No actions and no predicates: everything that needs judging (ranges, escapes, limits) is
// judged later, in compiler/syntax/token_scan.cpp.
//
// Names: Kw keyword, Lit literal, Op operator, Pun punctuation, Str inside a string, Bad what is reported as an error.
// A token named Bad* never reaches the parser as such: the scan reports it and hides it or gives it the type meant.
//
// Modes: `"` enters Text, `"""` enters MultiText; a `{` in either opens a hole, which is the default mode again.
// So every `{` pushes the default mode and every `}` pops: braces and holes nest in each other to any depth.
lexer grammar NestLexer;

// ---- keywords that are never names of values (parser rule `word` lists where they may still be used)
KwTaskset : 'taskset' ;
KwTask : 'task' ;
KwOnStart : 'on_start' ;
KwOnStop : 'on_stop' ;
KwLet : 'let' ;
KwVar : 'var' ;
KwIf : 'if' ;
KwElse : 'else' ;
KwLikely : 'likely' ;
KwFor : 'for' ;
KwIn : 'in' ;
KwRepeat : 'repeat' ;
KwWhile : 'while' ;
KwBreak : 'break' ;
KwContinue : 'continue' ;
KwReturn : 'return' ;
KwSleep : 'sleep' ;
KwLog : 'log' ;
KwFail : 'fail' ;
KwInterrupt : 'interrupt' ;
KwStop : 'stop' ;
KwWait : 'wait' ;
KwExpect : 'expect' ;
KwRequire : 'require' ;
KwTrue : 'true' ;
KwFalse : 'false' ;
KwNull : 'null' ;
KwAnd : 'and' ;
KwOr : 'or' ;
KwNot : 'not' ;
KwAs : 'as' ;
KwGet : 'GET' ;
KwPost : 'POST' ;
KwPut : 'PUT' ;
KwPatch : 'PATCH' ;
KwDelete : 'DELETE' ;
KwHead : 'HEAD' ;
KwOptions : 'OPTIONS' ;

// ---- words that mean something in one place only and are names everywhere else (parser rule `identifier`)
KwConst : 'const' ;
KwParam : 'param' ;
KwImport : 'import' ;
KwInclude : 'include' ;
KwDefaults : 'defaults' ;
KwHost : 'host' ;
KwSetup : 'setup' ;
KwTeardown : 'teardown' ;
KwFn : 'fn' ;
KwShared : 'shared' ;
KwMetric : 'metric' ;
KwTransaction : 'transaction' ;
KwParallel : 'parallel' ;
KwData : 'data' ;
KwWhen : 'when' ;
KwExhausted : 'exhausted' ;
KwRelease : 'release' ;
KwService : 'service' ;
KwRun : 'run' ;
KwFolder : 'folder' ;
KwEnv : 'env' ;
KwReady : 'ready' ;
KwHttp : 'http' ;
KwTcp : 'tcp' ;
KwLine : 'line' ;
KwWithin : 'within' ;
KwAfter : 'after' ;
KwOn : 'on' ;
KwFailure : 'failure' ;
KwGo : 'go' ;
KwRestart : 'restart' ;
KwGrace : 'grace' ;
KwPlan : 'plan' ;
KwUsers : 'users' ;
KwArrivals : 'arrivals' ;
KwOver : 'over' ;
KwMaxUsers : 'max_users' ;
KwIterations : 'iterations' ;
KwWeights : 'weights' ;
KwLimit : 'limit' ;
KwDuring : 'during' ;
KwAbort : 'abort' ;
KwUser : 'user' ;
KwWeight : 'weight' ;
KwTags : 'tags' ;
KwSequential : 'sequential' ;
KwNone : 'none' ;
KwExponential : 'exponential' ;
KwNormal : 'normal' ;
KwPace : 'pace' ;
KwRate : 'rate' ;
KwHeader : 'header' ;
KwQuery : 'query' ;
KwForm : 'form' ;
KwJson : 'json' ;
KwBody : 'body' ;
KwName : 'name' ;
KwTimeout : 'timeout' ;
KwRedirects : 'redirects' ;
KwMultipart : 'multipart' ;
KwAuth : 'auth' ;
KwCompressed : 'compressed' ;

Identifier : Letter LetterOrDigit* ;

// ---- literals. A `.` belongs to a number only before a digit, so `1..10` is 1, .., 10 and `1s..5s` is 1s, .., 5s.
LitInt : Digit+ ;
LitFloat : Digit+ '.' Digit+ Exponent? | Digit+ Exponent ;
LitDuration : Digit+ ('.' Digit+)? ('ns' | 'us' | 'ms' | 's' | 'm' | 'h') ;
BadNumber : Digit+ ('.' Digit+)? Letter LetterOrDigit* ;
LitRawString : '\'' ~['\r\n]* '\'' ;
BadRawString : '\'' ~['\r\n]* ;
StrMultiOpen : '"""' -> pushMode(MultiText) ;
StrOpen : '"' -> pushMode(Text) ;

// ---- operators and punctuation
PunLeftBrace : '{' -> pushMode(DEFAULT_MODE) ;
PunRightBrace : '}' -> popMode ;
PunLeftParen : '(' ;
PunRightParen : ')' ;
PunLeftBracket : '[' ;
PunRightBracket : ']' ;
PunComma : ',' ;
PunColon : ':' ;
PunArrow : '->' ;
PunDotDot : '..' ;
PunDot : '.' ;
PunAssign : '=' ;
OpCoalesce : '??' ;
OpQuestion : '?' ;
OpEqual : '==' ;
OpNotEqual : '!=' ;
OpLessEqual : '<=' ;
OpGreaterEqual : '>=' ;
OpLess : '<' ;
OpGreater : '>' ;
OpPlus : '+' ;
OpMinus : '-' ;
OpTimes : '*' ;
OpDivide : '/' ;
OpRemainder : '%' ;
BadAnd : '&&' ;
BadOr : '||' ;
BadNot : '!' ;

// ---- between the words. Documentation stays in the stream, hidden, for the declaration below it.
Space : [ \t\r\n]+ -> skip ;
RulerComment : '////' ~[\r\n]* -> skip ;
DocComment : '///' ~[\r\n]* -> channel(HIDDEN) ;
LineComment : '//' ~[\r\n]* -> skip ;
BlockComment : '/*' InsideComment* '*'+ '/' -> skip ;
BadComment : '/*' InsideComment* '*'* -> channel(HIDDEN) ;
BadCharacter : . -> channel(HIDDEN) ;

fragment Digit : [0-9] ;
fragment Letter : [A-Za-z_] ;
fragment LetterOrDigit : [A-Za-z0-9_] ;
fragment Exponent : [eE] [+\-]? Digit+ ;
fragment InsideComment : ~'*' | '*'+ ~[*/] ;
fragment Escape : '\\' ([ntr\\"{}] | 'u{' [0-9A-Fa-f]+ '}') ;

// ---- "text with {holes}", on one line
mode Text;
StrClose : '"' -> popMode ;
StrText : ~["\\{}\r\n]+ ;
StrEscape : Escape ;
StrHole : '{' -> pushMode(DEFAULT_MODE) ;
BadEscape : '\\' ~[\r\n]? ;
BadBrace : '}' ;
BadStringEnd : [\r\n] -> popMode ;

// ---- """text with {holes}""", over any number of lines
mode MultiText;
MultiClose : '"""' -> type(StrClose), popMode ;
MultiPart : (~["\\{}]+ | '"') -> type(StrText) ;
MultiEscape : Escape -> type(StrEscape) ;
MultiHole : '{' -> type(StrHole), pushMode(DEFAULT_MODE) ;
MultiBadEscape : '\\' ~[\r\n]? -> type(BadEscape) ;
MultiBadBrace : '}' -> type(BadBrace) ;
