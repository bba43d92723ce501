// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.CompletionsClient;
import dev.completions4j.ServerProfile;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A server that the page can choose. Safe for use by multiple threads. */
sealed interface ModelServer permits FakeServer, RemoteServer {

    /** Returns the id in messages of the page. */
    String id();

    /** Returns the description that the page shows. */
    JsonObject describe();

    /** Returns the profile. */
    ServerProfile profile();

    /**
     * Returns the client for streams of a setting. The first call for a setting blocks: it opens a socket.
     *
     * @param setting ignored by servers of others
     */
    CompletionsClient client(Setting setting);

    /** Returns whether token ids of a stream of this setting are valid in later prompts. */
    boolean keepsTokenIds(Setting setting);

    /** Returns how many requests the server says it is answering, as far as it was asked. */
    ServerLoad load();

    /** Asks the server for its load, soon. Called again and again while streams of it are watched. */
    void refreshLoad();

    /**
     * Returns how many events of a stream the server has sent, that is, written to its socket; null if it is not asked.
     *
     * @param streamKey the value of the header {@link #STREAM_HEADER} of the stream's request
     */
    @Nullable Integer sent(String streamKey);

    /** Ends all streams. */
    void close();

    /** The header with which a fake model tells streams apart. */
    String STREAM_HEADER = "X-Playground-Stream";
}
