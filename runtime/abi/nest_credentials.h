#ifndef NEST_RUNTIME_ABI_NEST_CREDENTIALS_H
#define NEST_RUNTIME_ABI_NEST_CREDENTIALS_H

/* What stands in an `Authorization` line of a request (nest_request.headers) for credentials that no line can
 * carry as they are: `auth digest(name, password)` answers what the server asks for. Behind it stand name and
 * password, percent-encoded, with a colon between them. The transport never sends such a line: it puts the
 * answer in its place. */
#define NEST_DIGEST_CREDENTIALS "Digest-Credentials "

#endif /* NEST_RUNTIME_ABI_NEST_CREDENTIALS_H */
