// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.cli.failure.UsageException;
import dev.completions4j.cli.terminal.StandardStream;
import dev.completions4j.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the prompt: in arguments, a file or standard input. */
final class PromptSource {

    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final Terminal terminal;

    PromptSource(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Returns the prompt.
     *
     * @param words the arguments, joined by blanks; {@code -} alone is standard input, {@code @FILE} alone a file
     * @param file the name of a file; null if the option is absent
     * @throws UsageException if there is no prompt, or more than one
     */
    String read(List<String> words, @Nullable String file) {
        if (file != null) {
            if (!words.isEmpty()) {
                throw new UsageException("The prompt is given twice, as words and by --file; leave one out");
            }
            return file.equals("-") ? standardInput() : file(file);
        }
        if (words.isEmpty()) {
            if (terminal.isTerminal(StandardStream.INPUT)) {
                throw new UsageException(
                        "There is no prompt; write it after the command, name a file with --file," + " or pipe it in");
            }
            return standardInput();
        }
        return words.size() == 1 ? single(words.get(0)) : String.join(" ", words);
    }

    private String single(String word) {
        if (word.equals("-")) {
            return standardInput();
        }
        if (word.startsWith("@@")) {
            return word.substring(1);
        }
        if (word.isEmpty()) {
            throw new UsageException("The prompt is empty; write some text");
        }
        return word.startsWith("@") && word.length() > 1 ? file(word.substring(1)) : word;
    }

    private String standardInput() {
        if (terminal.isTerminal(StandardStream.INPUT)) {
            terminal.note("(Reading the prompt from the terminal; end it with Ctrl-D.)");
        }
        try {
            return decoded(bounded(terminal.in(), "Standard input"), "Standard input");
        } catch (IOException e) {
            throw new UsageException("Standard input cannot be read (" + e.getMessage() + "); check the redirection");
        }
    }

    private static String file(String name) {
        String what = "The file '" + name + "'";
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UsageException(what + " is a directory; name a file of text");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return decoded(bounded(in, what), what);
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException(
                    what + " does not exist; correct its name, or write @@ for a prompt that begins" + " with @");
        } catch (IOException e) {
            throw new UsageException(what + " cannot be read; check its permissions");
        }
    }

    private static byte[] bounded(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new UsageException(what + " has more than 64 MiB; no model takes that much, so shorten it");
        }
        return bytes;
    }

    /** Without the line break that ends a text file, which would make the model begin a new line. */
    private static String decoded(byte[] bytes, String what) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(what + " is not UTF-8 text; convert it, for example with iconv");
        }
        int length = text.length();
        if (text.endsWith("\n")) {
            length -= text.endsWith("\r\n") ? 2 : 1;
        }
        if (length == 0) {
            throw new UsageException(what + " is empty; write some text into it");
        }
        return text.substring(0, length);
    }
}
