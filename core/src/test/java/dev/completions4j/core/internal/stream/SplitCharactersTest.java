// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.core.internal.json.RawBytes;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests texts that a server splits anywhere, including within characters. */
class SplitCharactersTest {

    private static final String LAST = ",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @Test
    void areDeliveredWithTheTextThatCompletesThem() {
        assertThat(texts("a\uE0E4\uE0BF", "\uE0AEb")).containsExactly("a", "修b", "");
        assertThat(texts("\uE0F0", "\uE09F\uE098", "", "\uE080")).containsExactly("", "", "", "😀", "");
        assertThat(texts("\uE0F0\uE09F", "\uE098\uE080\uE0C3", "\uE0A9")).containsExactly("", "😀", "é", "");
    }

    @Test
    void areReplacedIfTheyAreNeverCompleted() {
        assertThat(texts("a\uE0E4\uE0BF", "b")).containsExactly("a", "\uFFFDb", "");
        assertThat(texts("a\uE0E4\uE0BF", "\\u00AE")).containsExactly("a", "\uFFFD\u00AE", "");
        assertThat(texts("a\uE0E4\uE0BF")).containsExactly("a", "\uFFFD");
        assertThat(texts("\uE0F0\uE09F", "\uE098x")).containsExactly("", "\uFFFDx", "");
        assertThat(texts("\uE0E4", "\uE0E4", "\uE0BF\uE0AE")).containsExactly("", "\uFFFD", "修", "");
        assertThat(texts("a\uE0ED\uE0A0", "\uE080b")).containsExactly("a\uFFFD\uFFFD", "\uFFFDb", "");
    }

    /** Chunks with complete characters are predicted; those between are parsed. */
    @Test
    void areJoinedWhereverTheTextIsSplit() {
        String text = "né 修改 😀 Ω\uE0FFz ключ 👩‍👩‍👧 end";
        byte[] bytes = RawBytes.of(text);
        String whole = text.replace('\uE0FF', '\uFFFD');
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            int longest = 1 + random.nextInt(8);
            StringBuilder stream = new StringBuilder();
            for (int from = 0; from < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(longest), bytes.length - from);
                stream.append(event(raw(bytes, from, length)));
                from += length;
            }
            byte[] sent = RawBytes.of(stream + "data: {\"choices\":[{\"index\":0,\"text\":\"\"" + LAST);
            DecodedStream decoded = DecodedStream.decode(sent, from -> 1 + random.nextInt(200));

            assertThat(decoded).isEqualTo(DecodedStream.parsed(sent));
            assertThat(decoded.chunks().stream().map(CompletionChunk::text).collect(Collectors.joining()))
                    .isEqualTo(whole);
            assertThat(decoded.chunks())
                    .allSatisfy(chunk -> assertThat(UTF_8.newEncoder().canEncode(chunk.text()))
                            .isTrue());
        }
    }

    private static List<String> texts(String... sent) {
        StringBuilder stream = new StringBuilder();
        for (String text : sent) {
            stream.append(event(text));
        }
        stream.append("data: {\"choices\":[{\"index\":0,\"text\":\"\"").append(LAST);
        return DecodedStream.decode(RawBytes.of(stream.toString()), from -> 1_000).chunks().stream()
                .map(CompletionChunk::text)
                .toList();
    }

    private static String event(String text) {
        return "data: {\"choices\":[{\"index\":0,\"text\":\"" + text + "\"}]}\n\n";
    }

    private static String raw(byte[] bytes, int from, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            text.append((char) (0xE000 + (bytes[i] & 0xFF)));
        }
        return text.toString();
    }
}
