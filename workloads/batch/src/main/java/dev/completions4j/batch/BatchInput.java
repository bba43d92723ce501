// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a batch. An input is opened when a run starts, and is read as fast as the server answers.
 *
 * @since 0.1.0
 */
public final class BatchInput {

    /** Opens the input for one run. */
    interface Opener {
        RequestSource open(@Nullable String defaultModel);
    }

    private final @Nullable Path file;
    private final Opener opener;

    private BatchInput(@Nullable Path file, Opener opener) {
        this.file = file;
        this.opener = opener;
    }

    /** Returns the file; null if the input is not a file. */
    @Nullable Path file() {
        return file;
    }

    /** @param defaultModel the model of requests that name none; null if they are refused */
    RequestSource open(@Nullable String defaultModel) {
        return opener.open(defaultModel);
    }

    private static BatchInput read(@Nullable Path file, Function<@Nullable String, EntryReader> reader) {
        return new BatchInput(file, defaultModel -> new ReaderSource(reader.apply(defaultModel)));
    }

    /**
     * Returns the requests of a file in the format of OpenAI's Batch API: one JSON object per line with
     * {@code custom_id}, {@code method}, {@code url} and {@code body}.
     *
     * <p>The method must be {@code POST} and the URL {@code /v1/completions} or {@code /completions}; other requests, and
     * requests for streams, get an error in the output. All properties of the body are sent, including those unknown to
     * this library. Empty lines are ignored.
     *
     * @param file a file in UTF-8
     */
    public static BatchInput jsonl(Path file) {
        return read(file, model -> new FormattedLines(LineReader.of(file), new JsonlFormat(model)));
    }

    /**
     * Returns the requests of a stream in the format of OpenAI's Batch API, as {@link #jsonl(Path)} does. It can be read by
     * one run only.
     *
     * @param stream UTF-8; the run closes it
     */
    public static BatchInput jsonl(InputStream stream) {
        return read(null, model -> new FormattedLines(LineReader.of(stream), new JsonlFormat(model)));
    }

    /**
     * Returns a request for each line of a text file. Its id is {@code line-} and the number of the line, from 1. Empty
     * lines are ignored, but counted.
     *
     * @param file a file in UTF-8
     * @param template the request to send for each line, with the line as its prompt
     */
    public static BatchInput lines(Path file, CompletionRequest template) {
        return lines(file, line -> template.toBuilder().prompt(Prompt.of(line)).build());
    }

    /**
     * Returns a request for each line of a text file, as {@link #lines(Path, CompletionRequest)} does.
     *
     * @param file a file in UTF-8
     * @param template returns the request for a line, without its line break; must return equal requests for equal lines
     */
    public static BatchInput lines(Path file, Function<String, CompletionRequest> template) {
        return read(file, model -> new FormattedLines(LineReader.of(file), new PromptLineFormat(template)));
    }

    /**
     * Returns a request for each line of a text stream, as {@link #lines(Path, CompletionRequest)} does. It can be read by
     * one run only.
     *
     * @param stream UTF-8; the run closes it
     * @param template returns the request for a line, without its line break
     */
    public static BatchInput lines(InputStream stream, Function<String, CompletionRequest> template) {
        return read(null, model -> new FormattedLines(LineReader.of(stream), new PromptLineFormat(template)));
    }

    /**
     * Returns the requests of a collection.
     *
     * @param requests the requests; not copied
     */
    public static BatchInput requests(Collection<BatchRequest> requests) {
        return read(null, model -> new IteratorReader(requests.iterator(), (long) requests.size()));
    }

    /**
     * Returns the requests of an iterator, which can be read by one run only. It is used by one thread of its own and may
     * block.
     *
     * @param requests the requests; what it throws ends the run
     */
    public static BatchInput requests(Iterator<BatchRequest> requests) {
        return read(null, model -> new IteratorReader(requests, null));
    }

    /**
     * Returns the requests of a publisher, which each run subscribes to once and requests from as the server answers.
     *
     * @param requests the publisher; its error ends the run
     */
    public static BatchInput requests(Flow.Publisher<BatchRequest> requests) {
        return new BatchInput(null, model -> new PublisherSource(requests));
    }
}
