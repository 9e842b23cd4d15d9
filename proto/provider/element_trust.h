/* proto/provider/element_trust.h: the certificates that a Trust part was delivered with. */
#ifndef SESIM_PROVIDER_ELEMENT_TRUST_H
#define SESIM_PROVIDER_ELEMENT_TRUST_H

#include "atca_host.h"
#include "provider.h"

/* The device's or its signer's, in DER, rebuilt with the names that the device's signature holds with. */
int element_trust_certificate(struct provider *provider, struct atca_host *host,
	enum reference_certificate which, struct wbuf *der, struct why *why);

#endif
