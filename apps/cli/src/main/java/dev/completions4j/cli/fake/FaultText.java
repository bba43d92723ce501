// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.fake;

import dev.completions4j.testkit.server.Fault;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts texts such as {@code reset@3} to faults: an effect, and where in the response it strikes.
 *
 * <p>A place is {@code start} (before the response, the default), {@code head} (after the response headers), or the
 * number of events of a stream after which it strikes.
 */
final class FaultText implements ITypeConverter<Fault> {

    private static final Duration SLOW = Duration.ofMillis(20);

    @Override
    public Fault convert(String value) {
        int at = value.indexOf('@');
        Fault.Effect effect = effect(at < 0 ? value : value.substring(0, at));
        return placed(effect, at < 0 ? "start" : value.substring(at + 1));
    }

    private static Fault.Effect effect(String name) {
        return switch (name) {
            case "reset" -> Fault.reset();
            case "close" -> Fault.close();
            case "stall" -> Fault.stall();
            case "slow" -> Fault.slow(SLOW);
            case "garbage" -> Fault.garbage("%&/garbage\u0000!");
            default ->
                throw new TypeConversionException(
                        "the effect must be one of reset, close, stall, slow, garbage, as in reset@3");
        };
    }

    private static Fault placed(Fault.Effect effect, String place) {
        return switch (place) {
            case "start" -> effect.beforeHead();
            case "head" -> effect.afterHead();
            default -> effect.afterEvents(events(place));
        };
    }

    private static int events(String place) {
        try {
            int events = Integer.parseInt(place);
            if (events > 0) {
                return events;
            }
        } catch (NumberFormatException e) {
            // As if it were negative.
        }
        throw new TypeConversionException("the place must be start, head or a number of events, as in reset@3");
    }
}
