/* proto/provider/der.h: where a DER value ends. */
#ifndef SESIM_PROVIDER_DER_H
#define SESIM_PROVIDER_DER_H

#include "cursor.h"

/* A SEQUENCE in DER, whole: what certificates are. Files are padded with zeros behind them. */
bool der_is_next(struct rbuf bytes);
struct rbuf der_take(struct rbuf *bytes);

#endif
