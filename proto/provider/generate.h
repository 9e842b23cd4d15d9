/* proto/provider/generate.h: EC keys made inside a chip, as functions of the key manager. */
#ifndef SESIM_PROVIDER_GENERATE_H
#define SESIM_PROVIDER_GENERATE_H

#include <openssl/core_dispatch.h>

void *generate_begin(void *context, int selection, const OSSL_PARAM params[]);
int generate_set(void *of, const OSSL_PARAM params[]);
const OSSL_PARAM *generate_settable(void *generation, void *context);
int generate_like(void *of, void *template);
void *generate_run(void *of, OSSL_CALLBACK *progress, void *argument);
void generate_end(void *of);

#endif
