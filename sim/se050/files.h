/* sim/se050/files.h: binary files, UserIDs, counters and PCRs (AN12413 4.7.1.4 to 4.7.1.7). Rows: table_files.c. */
#ifndef SESIM_SE050_FILES_H
#define SESIM_SE050_FILES_H

#include "command050.h"

enum {
	BINARY_MAX = 0x7fff,
	COUNTER_MAX = 8,
	PCR_BYTES = 32,
	USER_ID_MIN = 4,
	USER_ID_MAX = 16,
};

enum se05x_status files_binary_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status files_binary(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status files_user_id_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status files_user_id(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status files_counter_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status files_counter(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status files_pcr_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status files_pcr(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
