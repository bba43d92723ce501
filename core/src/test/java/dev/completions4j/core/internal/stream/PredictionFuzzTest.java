// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * Compares prediction with the parser, on streams and splits that a fuzzer chooses.
 *
 * <p>A seed is a stream followed by four bytes that determine the length of its pieces. The build runs the seeds; the
 * profile {@code fuzz} searches for others.
 */
@Tag("fuzz")
class PredictionFuzzTest {

    @FuzzTest
    void agreesWithTheParser(FuzzedDataProvider input) {
        int pieceLength = input.consumeInt(1, 4096);
        byte[] stream = input.consumeRemainingAsBytes();

        DecodedStream parsed = DecodedStream.parsed(stream);
        assertThat(DecodedStream.decode(stream, from -> pieceLength)).isEqualTo(parsed);
        assertThat(DecodedStream.decodeAfter(stream, stream, from -> pieceLength))
                .isEqualTo(parsed);
    }
}
