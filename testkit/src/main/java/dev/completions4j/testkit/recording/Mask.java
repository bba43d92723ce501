// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces matches of patterns with asterisks, byte for byte. */
final class Mask {

    private final List<Pattern> patterns;

    Mask(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Masks a part of a head. */
    String masked(String value) {
        return masked(Bytes.ofText(value)).text();
    }

    Bytes masked(Bytes body) {
        Bytes masked = body;
        for (Pattern pattern : patterns) {
            masked = masked(masked, pattern);
        }
        return masked;
    }

    /** Masks the bodies of the signals as a whole, because a match may span two buffers. */
    List<RecordedSignal> masked(List<RecordedSignal> signals) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (RecordedSignal signal : signals) {
            if (signal instanceof RecordedSignal.Data data) {
                body.writeBytes(data.bytes().toArray());
            }
        }
        byte[] masked = masked(Bytes.of(body.toByteArray())).toArray();
        List<RecordedSignal> result = new ArrayList<>();
        int from = 0;
        for (RecordedSignal signal : signals) {
            if (signal instanceof RecordedSignal.Data data) {
                int to = from + data.bytes().size();
                result.add(new RecordedSignal.Data(data.micros(), Bytes.of(Arrays.copyOfRange(masked, from, to))));
                from = to;
            } else {
                result.add(signal);
            }
        }
        return result;
    }

    private static Bytes masked(Bytes body, Pattern pattern) {
        Charset charset = body.isUtf8() ? UTF_8 : ISO_8859_1;
        String text = new String(body.toArray(), charset);
        ByteArrayOutputStream masked = new ByteArrayOutputStream();
        int end = 0;
        for (Matcher matcher = pattern.matcher(text); matcher.find(); end = matcher.end()) {
            masked.writeBytes(text.substring(end, matcher.start()).getBytes(charset));
            byte[] asterisks = matcher.group().getBytes(charset);
            Arrays.fill(asterisks, (byte) '*');
            masked.writeBytes(asterisks);
        }
        masked.writeBytes(text.substring(end).getBytes(charset));
        return Bytes.of(masked.toByteArray());
    }
}
