// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A language model with known texts: the most frequent successor of the last token continues a text.
 *
 * <p>A token is a word with its preceding space, or a byte, so a non-ASCII character consists of several tokens. The
 * successors are those in {@link #SENTENCES}. Real servers load the model from files ({@link #writeTo}), as a Llama
 * with one layer that adds nothing: embeddings are one-hot vectors, and the head has the logarithms of the frequencies.
 * The fakes use {@link #continuation}. Immutable.
 */
final class TinyModel {

    /** The frequency of each sentence. No two successors of a token are equally frequent. */
    private static final Map<String, Integer> SENTENCES = sentences();

    /** The end-of-text token. */
    static final int END = 0;

    /** The length of embeddings; at least the number of tokens. */
    static final int HIDDEN = 512;

    private static final int FIRST_BYTE = 1;
    private static final Pattern WORD = Pattern.compile(" ?[A-Za-z]+|[\\s\\S]");
    /** The frequency of successors that no sentence has, so that none is impossible. */
    private static final float RARE = 1e-4f;

    /** The tokens by id, as vocabularies name them: a printable character for each byte. */
    private final List<String> tokens = new ArrayList<>();

    private final List<String> merges = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final float[][] counts;

    TinyModel() {
        add("<|endoftext|>");
        for (int each = 0; each < 256; each++) {
            add(nameOfByte(each));
        }
        // Words with a space first: their merges must take precedence over those within words without one.
        words(true).forEach(this::addWord);
        words(false).forEach(this::addWord);
        if (tokens.size() > HIDDEN) {
            throw new IllegalStateException(tokens.size() + " tokens; at most " + HIDDEN + " fit");
        }
        counts = new float[tokens.size()][tokens.size()];
        SENTENCES.forEach(this::count);
    }

    private static Map<String, Integer> sentences() {
        Map<String, Integer> sentences = new LinkedHashMap<>();
        sentences.put("The sea is salty.", 9);
        sentences.put("The sky is blue.", 5);
        sentences.put("A ship sails on the sea and comes home.", 3);
        // Endless: the most frequent successors form a cycle.
        sentences.put("tick tock tick tock tick tock tick", 4);
        sentences.put("wave🌊ёж!", 2);
        return sentences;
    }

    /** Returns the tokens by id, as vocabularies name them. */
    List<String> tokens() {
        return tokens;
    }

    /** Returns the pairs of tokens that merge into a longer one, in the order of their precedence. */
    List<String> merges() {
        return merges;
    }

    /** Returns the token ids of a text. */
    int[] encode(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMapToInt(word -> {
                    Integer id = ids.get(nameOf(word));
                    return id == null
                            ? nameOf(word).chars().map(letter -> ids.getOrDefault(Character.toString(letter), END))
                            : IntStream.of(id);
                })
                .toArray();
    }

    /** Returns the most likely continuation of a text, up to a limit, because some are endless. */
    String continuation(String text, int maxTokens) {
        int[] prompt = encode(text);
        StringBuilder names = new StringBuilder();
        int last = prompt.length == 0 ? END : prompt[prompt.length - 1];
        for (int i = 0; i < maxTokens; i++) {
            last = mostFrequent(counts[last]);
            if (last == END) {
                break;
            }
            names.append(tokens.get(last));
        }
        return decode(names);
    }

    /** Returns the log probabilities of all tokens after a token. */
    float[] logProbabilities(int token) {
        float[] row = new float[tokens.size()];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = counts[token][i] + RARE;
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.log(row[i] / sum);
        }
        return row;
    }

    /** Writes {@code tiny.gguf} for llama.cpp, and the folder {@code hf} for vLLM, into a folder. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        TinyModelFiles.writeGguf(this, folder.resolve("tiny.gguf"));
        TinyModelFiles.writeHuggingFace(this, folder.resolve("hf"));
    }

    private static int mostFrequent(float[] row) {
        int best = END;
        for (int i = 0; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }

    private static Set<String> words(boolean afterSpace) {
        Set<String> words = new LinkedHashSet<>();
        for (String sentence : SENTENCES.keySet()) {
            WORD.matcher(sentence)
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> word.startsWith(" ") == afterSpace && word.length() > 1 && word.matches(" ?\\w+"))
                    .forEach(words::add);
        }
        return words;
    }

    private void addWord(String word) {
        String name = nameOf(word);
        for (int end = 2; end <= name.length(); end++) {
            if (!ids.containsKey(name.substring(0, end))) {
                merges.add(name.substring(0, end - 1) + " " + name.charAt(end - 1));
                add(name.substring(0, end));
            }
        }
    }

    private void add(String name) {
        ids.put(name, tokens.size());
        tokens.add(name);
    }

    private void count(String sentence, int times) {
        int[] sequence = encode(sentence);
        for (int i = 0; i < sequence.length; i++) {
            counts[sequence[i]][i + 1 < sequence.length ? sequence[i + 1] : END] += times;
        }
        counts[END][sequence[0]] += times;
    }

    private static String nameOf(String text) {
        StringBuilder name = new StringBuilder();
        for (byte each : text.getBytes(UTF_8)) {
            name.append(nameOfByte(each & 0xFF));
        }
        return name.toString();
    }

    /** Returns the character that stands for a byte in byte-level vocabularies: itself if it is printable Latin-1. */
    private static String nameOfByte(int value) {
        if (isPrintable(value)) {
            return Character.toString(value);
        }
        int unprintable = 0;
        for (int i = 0; i < value; i++) {
            if (!isPrintable(i)) {
                unprintable++;
            }
        }
        return Character.toString(256 + unprintable);
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE && value <= 0xFF);
    }

    private String decode(CharSequence names) {
        byte[] bytes = new byte[names.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (ids.getOrDefault(Character.toString(names.charAt(i)), FIRST_BYTE) - FIRST_BYTE);
        }
        return new String(bytes, UTF_8);
    }
}
