// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.cli.config.Decoded;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.terminal.Terminal;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server to call: the one that the user named, or a fake model inside this program.
 *
 * @param connection the way to it
 * @param embedded the fake model's server, closed with this object; null if the user named a server
 */
public record Server(Connection connection, @Nullable LoopbackServer embedded) implements AutoCloseable {

    private static final int TOKENS_PER_SECOND = 50;

    /**
     * Returns the server that the settings name, or else a fake one, and tells the user of the latter.
     *
     * @param terminal where the user is told
     * @param settings the settings
     * @param options the options
     * @param quiet whether the user wants no notes
     */
    public static Server choose(Terminal terminal, Settings settings, ServerOptions options, boolean quiet) {
        String baseUrl = settings.text(Setting.BASE_URL, options.baseUrl);
        if (baseUrl != null) {
            return new Server(new Connection(settings, options, baseUrl), null);
        }
        if (!quiet) {
            terminal.note("(No base URL is set; a fake model answers, with " + TOKENS_PER_SECOND
                    + " tokens a second. To call a server, add --base-url URL.)");
        }
        LoopbackServer embedded =
                LoopbackServer.running(FakeEndpoint.of(FakeModel.builder().build())
                        .withTokenInterval(Duration.ofSeconds(1).dividedBy(TOKENS_PER_SECOND)));
        return new Server(new Connection(settings, options, embedded.baseUrl()), embedded);
    }

    /** Returns the settings: those of the config file that the options name, and of the environment. */
    public static Settings settings(Terminal terminal, ServerOptions options) {
        return Settings.read(terminal.environment(), new Decoded(terminal.encoding()), options.config);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
