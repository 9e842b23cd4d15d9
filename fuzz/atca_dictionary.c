/* fuzz/atca_dictionary.c: prints libFuzzer's dictionary for ATCA packets, from the chip's own table. */
#include <stdio.h>

#include "atca_packet.h"

enum {
	ENTRY_MAX = 64, /* libFuzzer takes no longer ones */
};

static void print_entry(const char *command, size_t form, const char *what, const uint8_t *bytes, size_t len)
{
	printf("%s_%zu_%s=\"", command, form, what);
	for (size_t i = 0; i < len; i++)
		printf("\\x%02x", bytes[i]);
	puts("\"");
}

int main(void)
{
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		for (size_t k = 0; k < command->n_forms; k++) {
			struct dice dice = dice_from((unsigned int)k);
			uint8_t packet[ATCA_PACKET_MAX];
			size_t len = atca_compose(command, &command->forms[k], &dice, packet, sizeof(packet));

			print_entry(command->name, k, "head", packet + 1, 4);
			if (len > 0 && len <= ENTRY_MAX)
				print_entry(command->name, k, "packet", packet, len);
		}
	}
	return 0;
}
