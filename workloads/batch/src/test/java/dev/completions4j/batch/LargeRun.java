// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionsClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A program that runs a generated batch; the arguments are the bytes of the input, the bytes of a line, and the output. */
final class LargeRun {

    private LargeRun() {}

    public static void main(String[] arguments) throws InterruptedException {
        long bytes = Long.parseLong(arguments[0]);
        int lineLength = Integer.parseInt(arguments[1]);
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://fake.test/v1")
                .transport(new InstantTransport())
                .build()) {
            BatchReport report = BatchRunner.builder()
                    .client(client)
                    .input(BatchInput.jsonl(new GeneratedLines(bytes / lineLength, lineLength)))
                    .output(Path.of(arguments[2]))
                    .build()
                    .run();
            if (report.counts().succeeded() != bytes / lineLength) {
                throw new IllegalStateException(report.summary());
            }
        }
    }

    /** Lines of one length. */
    private static final class GeneratedLines extends InputStream {

        private static final int LAST_DIGIT = "{\"custom_id\":\"r".length() + 11;

        private final long lines;
        private final byte[] line;
        private long number;
        private int position;

        GeneratedLines(long lines, int length) {
            this.lines = lines;
            String[] around = BatchFiles.line("r000000000000", "|").split("\\|", -1);
            String filler = "word ".repeat(length / 5 + 1);
            String text = filler.substring(0, length - 1 - around[0].length() - around[1].length());
            this.line = (around[0] + text + around[1] + "\n").getBytes(UTF_8);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (position == 0) {
                if (number == lines) {
                    return -1;
                }
                long digits = number++;
                for (int i = LAST_DIGIT; i > LAST_DIGIT - 12; i--) {
                    line[i] = (byte) ('0' + digits % 10);
                    digits /= 10;
                }
            }
            int count = Math.min(length, line.length - position);
            System.arraycopy(line, position, buffer, offset, count);
            position = (position + count) % line.length;
            return count;
        }
    }
}
