// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A fault to inject into responses: an effect at a position.
 *
 * <pre>{@code
 * LoopbackServer.running(Fault.reset().afterEvents(3).over(FakeEndpoint.of(model)));
 * }</pre>
 *
 * <p>The fault applies to the bytes that any script writes; the script does not notice it. Immutable.
 */
public final class Fault {

    private final Effect effect;
    private final Predicate<ResponseProgress> position;
    private final int limit;

    private Fault(Effect effect, Predicate<ResponseProgress> position, int limit) {
        this.effect = effect;
        this.position = position;
        this.limit = limit;
    }

    /** Returns an effect that resets the connection (RST); data that the client has not read may be lost. */
    public static Effect reset() {
        return new Effect(connection -> {
            connection.reset();
            throw over();
        });
    }

    /** Returns an effect that closes the connection in an orderly way (FIN); over TLS, after a {@code close_notify}. */
    public static Effect close() {
        return new Effect(connection -> {
            connection.close();
            throw over();
        });
    }

    /** Returns an effect that closes the connection with only a FIN; over TLS, without {@code close_notify}. */
    public static Effect cut() {
        return new Effect(connection -> {
            connection.cut();
            throw over();
        });
    }

    /** Returns an effect that sends nothing more, until the client disconnects. */
    public static Effect stall() {
        return new Effect(connection -> {
            while (!connection.awaitClientClose()) {
                // Keep waiting.
            }
            throw over();
        });
    }

    /**
     * Returns an effect that sends the rest of the response byte by byte.
     *
     * @param interval the delay before each byte, in whole milliseconds, at least one
     */
    public static Effect slow(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("interval is " + interval + "; it must be positive");
        }
        return new Effect(connection -> connection.slowDown(interval));
    }

    /**
     * Returns an effect that sends text that does not belong there, and then continues the response.
     *
     * @param text the text, sent as UTF-8
     */
    public static Effect garbage(String text) {
        return new Effect(connection -> connection.sendAside(text.getBytes(UTF_8)));
    }

    /**
     * Returns this fault with a limit on how often it occurs.
     *
     * @param responses the maximum number of responses that it affects, over all connections; at least one
     */
    public Fault times(int responses) {
        if (responses < 1) {
            throw new IllegalArgumentException("responses is " + responses + "; it must be positive");
        }
        return new Fault(effect, position, responses);
    }

    /**
     * Returns a script with this fault in its responses; further faults can be added to the result.
     *
     * @param script the script
     */
    public ConnectionScript over(ConnectionScript script) {
        InjectedFault injected = new InjectedFault(effect.action, position, limit);
        return connection -> {
            connection.inject(injected);
            script.serve(connection);
        };
    }

    private static IOException over() {
        return new EOFException("A fault has ended the connection");
    }

    /** The effect of a fault; the methods select its position. Immutable. */
    public static final class Effect {

        private final InjectedFault.Action action;

        private Effect(InjectedFault.Action action) {
            this.action = action;
        }

        /** Returns a fault in place of the first byte of the response. */
        public Fault beforeHead() {
            return at(progress -> true);
        }

        /** Returns a fault within the response head, after the status line. */
        public Fault inHead() {
            return at(ResponseProgress::isStatusLineWritten);
        }

        /** Returns a fault between the response head and the body. */
        public Fault afterHead() {
            return at(ResponseProgress::isHeadWritten);
        }

        /**
         * Returns a fault within or after the body. It does not occur if the body is shorter.
         *
         * @param count the number of bytes of the body before it, as sent, including chunk framing
         */
        public Fault afterBytes(long count) {
            return at(progress -> progress.isHeadWritten() && progress.bodyBytes() >= count);
        }

        /**
         * Returns a fault within a stream, after the HTTP chunk that contains the end of an event. It does not occur if
         * the stream has fewer events.
         *
         * @param count the number of complete events before it, including comments
         */
        public Fault afterEvents(int count) {
            return at(progress -> progress.isBetweenChunks() && progress.events() >= count);
        }

        /**
         * Returns a fault within an event, after its first colon. It does not occur if the stream has fewer events.
         *
         * @param number the number of the event; the first is 1
         */
        public Fault inEvent(int number) {
            return at(progress -> progress.isInEvent() && progress.events() >= number - 1);
        }

        private Fault at(Predicate<ResponseProgress> position) {
            return new Fault(this, position, Integer.MAX_VALUE);
        }
    }
}
