/* proto/provider/pem.h: the first and last line of a reference PEM; between them is base64 of the reference. */
#ifndef SESIM_PROVIDER_PEM_H
#define SESIM_PROVIDER_PEM_H

#define PEM_BEGIN "-----BEGIN SESIM KEY REFERENCE-----"
#define PEM_END "-----END SESIM KEY REFERENCE-----"

#endif
