// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.failure;

import dev.completions4j.ApiException;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CredentialException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.NetworkException;
import dev.completions4j.Timeout;
import dev.completions4j.cli.terminal.ClosedOutputException;
import java.math.BigDecimal;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The end of a command that did not succeed.
 *
 * @param sentence what is wrong and the remedy, in one line without a full stop; empty if nobody needs to know
 * @param status the exit status
 */
public record Failure(String sentence, ExitStatus status) {

    /**
     * Returns the failure that an exception stands for.
     *
     * @param thrown the exception
     */
    public static Failure of(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof ClosedOutputException closed) {
            return closed.isClosedPipe()
                    ? new Failure("", ExitStatus.CLOSED_PIPE)
                    : new Failure(
                            "Standard output cannot be written (" + line(closed) + "); write to another file or disk",
                            ExitStatus.FAILED);
        }
        if (cause instanceof CancellationException) {
            return new Failure("", ExitStatus.INTERRUPTED);
        }
        if (cause instanceof InvalidRequestException invalid) {
            return new Failure(
                    invalid.violations().stream().map(Failure::sentence).collect(Collectors.joining("; ")),
                    ExitStatus.USAGE);
        }
        if (cause instanceof ApiException refused) {
            return new Failure(sentence(refused) + remedy(refused.kind()), status(refused.kind()));
        }
        if (cause instanceof NetworkException network) {
            return new Failure(line(cause) + remedy(network), status(network));
        }
        if (cause instanceof CallTimeoutException timeout) {
            return new Failure(sentence(timeout), ExitStatus.TIMEOUT);
        }
        return new Failure(line(cause), status(cause));
    }

    /** An error that arrives in a stream has the status of the stream, which says nothing of the error. */
    private static String sentence(ApiException refused) {
        String prefix = "The server answered " + refused.status() + ", ";
        String line = line(refused);
        boolean inStream = refused.status() / 100 == 2 && line.startsWith(prefix);
        return inStream ? "The server broke its answer off with " + line.substring(prefix.length()) : line;
    }

    private static String sentence(CallTimeoutException timeout) {
        String seconds = BigDecimal.valueOf(timeout.limit().toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
        String what = timeout.timeout() == Timeout.TOTAL
                ? "The answer was not complete after "
                : "The server sent nothing for ";
        return what + seconds + " s; raise --timeout, or check the server's load";
    }

    private static ExitStatus status(Throwable cause) {
        if (cause instanceof CredentialException) {
            return ExitStatus.KEY;
        }
        boolean ofTheUser = cause instanceof UsageException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException;
        return ofTheUser ? ExitStatus.USAGE : ExitStatus.FAILED;
    }

    private static ExitStatus status(ApiException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION, PERMISSION -> ExitStatus.KEY;
            case RATE_LIMIT, OVERLOADED -> ExitStatus.BUSY;
            default -> ExitStatus.FAILED;
        };
    }

    private static ExitStatus status(NetworkException network) {
        return switch (network.kind()) {
            case DNS, CONNECT, CONNECT_TIMEOUT, ACQUIRE_TIMEOUT, TLS, PROXY -> ExitStatus.UNREACHABLE;
            default -> ExitStatus.FAILED;
        };
    }

    private static String remedy(ApiException.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION -> "; check OPENAI_API_KEY, or name a file with --api-key-file";
            case PERMISSION -> "; use a key that may do this";
            case NOT_FOUND -> "; \"completions models\" lists the models, and the base URL usually ends with /v1";
            case CONTEXT_LENGTH_EXCEEDED -> "; shorten the prompt, or lower --max-tokens";
            case RATE_LIMIT, OVERLOADED -> "; try again later";
            default -> "";
        };
    }

    private static String remedy(NetworkException network) {
        return switch (network.kind()) {
            case TLS -> "; for a certificate of your own, name its file with --ca-file";
            case TRUNCATED -> "; what had arrived is incomplete";
            default -> "";
        };
    }

    /** The options have the names of the properties, but the remedies of the library are for callers in Java. */
    private static String sentence(Violation violation) {
        if (violation.rule().startsWith("is set twice")) {
            return violation.field() + " is set by both " + option(violation.field()) + " and --set; leave one out";
        }
        String value = violation.value() == null ? "" : ", but is " + violation.value();
        return option(violation.field()) + " " + violation.rule() + value + "; " + remedy(violation);
    }

    private static String remedy(Violation violation) {
        String remedy = violation.remedy();
        if (remedy.contains("toBuilder")) {
            return "leave it out, or add --profile compatible to send it anyway";
        }
        if (remedy.contains("call complete")) {
            return "leave it out, or add --no-stream";
        }
        // Profiles mean something to those who have named one, but not to those who mistyped a number.
        int profile = remedy.indexOf(", or name the server's kind by profile");
        return profile < 0 ? remedy : remedy.substring(0, profile) + ", or leave it out";
    }

    private static String option(String property) {
        return "--" + property.replace('_', '-');
    }

    private static String line(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = String.join(" ", message.strip().split("\\s+"));
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
