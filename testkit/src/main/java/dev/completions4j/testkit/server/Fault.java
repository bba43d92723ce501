// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What goes wrong with responses, and where: an effect at a position.
 *
 * <pre>{@code
 * LoopbackServer.running(Fault.reset().afterEvents(3).over(FakeEndpoint.of(model)));
 * }</pre>
 *
 * <p>It strikes the bytes that a script writes, whatever the script; the script does not notice. Immutable.
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

    /** The connection is broken off with an RST; what the client has not read yet may be lost. */
    public static Effect reset() {
        return new Effect(connection -> {
            connection.reset();
            throw over();
        });
    }

    /** The connection is closed in good order, with a FIN; over TLS, with a {@code close_notify} before it. */
    public static Effect close() {
        return new Effect(connection -> {
            connection.close();
            throw over();
        });
    }

    /** The connection is closed with a FIN alone: over TLS, without {@code close_notify}. */
    public static Effect cut() {
        return new Effect(connection -> {
            connection.cut();
            throw over();
        });
    }

    /** Nothing comes any more, until the client hangs up. */
    public static Effect stall() {
        return new Effect(connection -> {
            while (!connection.awaitClientClose()) {
                // The client is patient.
            }
            throw over();
        });
    }

    /**
     * The rest of the response comes byte by byte.
     *
     * @param interval from byte to byte, in whole milliseconds, at least one
     */
    public static Effect slow(Duration interval) {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("interval is " + interval + "; it must be positive");
        }
        return new Effect(connection -> connection.slowDown(interval));
    }

    /** Text comes, as UTF-8, that does not belong there; then the response goes on. */
    public static Effect garbage(String text) {
        return new Effect(connection -> connection.sendAside(text.getBytes(UTF_8)));
    }

    /** This fault, striking no more than that many responses in all, those of all connections together. */
    public Fault times(int responses) {
        if (responses < 1) {
            throw new IllegalArgumentException("responses is " + responses + "; it must be positive");
        }
        return new Fault(effect, position, responses);
    }

    /** The script with this fault in its responses; further faults can be laid over the result. */
    public ConnectionScript over(ConnectionScript script) {
        LaidFault laid = new LaidFault(effect.action, position, limit);
        return connection -> {
            connection.lay(laid);
            script.serve(connection);
        };
    }

    private static IOException over() {
        return new EOFException("A fault has ended the connection");
    }

    /** What happens; its methods say where, and make a fault of it. Immutable. */
    public static final class Effect {

        private final LaidFault.Action action;

        private Effect(LaidFault.Action action) {
            this.action = action;
        }

        /** In place of the response's first byte. */
        public Fault beforeHead() {
            return at(progress -> true);
        }

        /** Within the head, after its status line. */
        public Fault inHead() {
            return at(ResponseProgress::isStatusLineWritten);
        }

        /** Between the head and the body. */
        public Fault afterHead() {
            return at(ResponseProgress::isHeadWritten);
        }

        /**
         * Within the body, or after it; never if it has fewer bytes.
         *
         * @param count bytes of the body as they are sent, the framing of chunks included
         */
        public Fault afterBytes(long count) {
            return at(progress -> progress.isHeadWritten() && progress.bodyBytes() >= count);
        }

        /**
         * Within a stream, after that many whole events, comments included, and after the HTTP chunk that holds the
         * last of them; never if there are fewer.
         */
        public Fault afterEvents(int count) {
            return at(progress -> progress.isBetweenChunks() && progress.events() >= count);
        }

        /**
         * Within an event, after its first colon; never if there are fewer events.
         *
         * @param number of the event, from 1
         */
        public Fault inEvent(int number) {
            return at(progress -> progress.isInEvent() && progress.events() >= number - 1);
        }

        private Fault at(Predicate<ResponseProgress> position) {
            return new Fault(this, position, Integer.MAX_VALUE);
        }
    }
}
