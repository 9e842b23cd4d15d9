/* proto/host/chain.h: whether a part's certificate leads to one that the caller trusts. */
#ifndef SESIM_HOST_CHAIN_H
#define SESIM_HOST_CHAIN_H

#include <stdint.h>

#include "cursor.h"
#include "why.h"

/*
 * The certificate, through the intermediate (empty: none), to the pinned one: a root, or a signer that is trusted as it is.
 * All in DER; at: seconds since 1970, negative for now. 0, -EACCES with OpenSSL's reason, -EINVAL when one of them is no
 * certificate, -EIO when OpenSSL fails.
 */
int chain_verify(
	struct rbuf certificate, struct rbuf intermediate, struct rbuf pinned, int64_t at, struct why *why);

/* Whether a certificate's signature is of this P-256 key, X and Y: 0, -EACCES, or -EINVAL for no certificate. Nothing else is looked at. */
int chain_signed_by(struct rbuf certificate, const uint8_t point[64]);

#endif
