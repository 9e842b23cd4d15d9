/* proto/provider/object.c: keys on their way from a store or a decoder to OpenSSL. */
#include "object.h"

#include <openssl/core_names.h>
#include <openssl/core_object.h>
#include <openssl/params.h>

int object_give_key(struct key *key, OSSL_CALLBACK *take, void *argument)
{
	int type = OSSL_OBJECT_PKEY, ok;
	const OSSL_PARAM object[] = {
		OSSL_PARAM_construct_int(OSSL_OBJECT_PARAM_TYPE, &type),
		OSSL_PARAM_construct_utf8_string(
			OSSL_OBJECT_PARAM_DATA_TYPE, (char *)key_type_name(key->type), 0),
		OSSL_PARAM_construct_octet_string(OSSL_OBJECT_PARAM_REFERENCE, &key, sizeof(void *)),
		OSSL_PARAM_construct_end(),
	};

	ok = take(object, argument);
	key_release(key); /* NULL once the key manager took it */
	return ok;
}
