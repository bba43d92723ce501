// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.util.Set;

/** What a server does with one request, and the possible outcomes for the caller if it is the last attempt. */
enum ServerAction {
    ANSWER(30, Protocols.ALL, Retry.NEVER, "success"),
    ANSWER_SLOWLY(10, Protocols.ALL, Retry.NEVER, "success"),
    ANSWER_AT_LENGTH(4, Protocols.ALL, Retry.NEVER, "success"),
    ANSWER_AND_CLOSE(4, Protocols.HTTP_1, Retry.NEVER, "success"),
    ANSWER_BYTEWISE(2, Protocols.HTTP_1, Retry.NEVER, "success"),
    STATUS_400(3, Protocols.ALL, Retry.NEVER, "ApiException BAD_REQUEST"),
    STATUS_429(3, Protocols.ALL, Retry.ALWAYS, "ApiException RATE_LIMIT"),
    STATUS_500(3, Protocols.ALL, Retry.ALWAYS, "ApiException SERVER_ERROR"),
    STATUS_503(3, Protocols.ALL, Retry.ALWAYS, "ApiException OVERLOADED"),
    ERROR_IN_BODY(2, Protocols.ALL, Retry.MAYBE, "ApiException SERVER_ERROR"),
    NOT_JSON(2, Protocols.ALL, Retry.NEVER, "MalformedResponseException"),
    TOO_MUCH(1, Protocols.ALL, Retry.NEVER, "MalformedResponseException"),
    UNFINISHED(2, Protocols.ALL, Retry.MAYBE, "TruncatedStreamException", "MalformedResponseException"),
    GZIP(1, Protocols.ALL, Retry.NEVER, "MalformedResponseException"),
    /** HTTP/1.1: an RST; HTTP/2: RST_STREAM. */
    RESET_BEFORE_HEAD(3, Protocols.ALL, Retry.ALWAYS, "NetworkException RESET"),
    RESET_IN_BODY(
            3,
            Protocols.ALL,
            Retry.MAYBE,
            "NetworkException RESET",
            "NetworkException TRUNCATED",
            "TruncatedStreamException"),
    REFUSE(2, Protocols.HTTP_2, Retry.ALWAYS, "NetworkException RESET", "NetworkException REFUSED_STREAM"),
    CLOSE_BEFORE_HEAD(2, Protocols.HTTP_1, Retry.ALWAYS, "NetworkException RESET"),
    CLOSE_IN_HEAD(2, Protocols.HTTP_1, Retry.ALWAYS, "NetworkException RESET"),
    CLOSE_IN_BODY(2, Protocols.HTTP_1, Retry.MAYBE, "NetworkException TRUNCATED", "TruncatedStreamException"),
    /** Without {@code close_notify} over TLS, in a body that ends with its connection. */
    CUT_UNFRAMED(2, Protocols.HTTP_1, Retry.MAYBE, "NetworkException TRUNCATED", "TruncatedStreamException"),
    NOT_HTTP(2, Protocols.HTTP_1, Retry.MAYBE, "NetworkException PROTOCOL"),
    TWO_FRAMINGS(1, Protocols.HTTP_1, Retry.MAYBE, "NetworkException PROTOCOL"),
    HUGE_HEAD(1, Protocols.HTTP_1, Retry.MAYBE, "NetworkException LIMIT"),
    BAD_CHUNK(1, Protocols.HTTP_1, Retry.MAYBE, "NetworkException PROTOCOL"),
    STALL(2, Protocols.ALL, Retry.MAYBE, Outcomes.TIMEOUT),
    STALL_IN_BODY(2, Protocols.ALL, Retry.MAYBE, Outcomes.TIMEOUT);

    /** Whether the client retries. */
    enum Retry {
        NEVER,
        /** If attempts remain. */
        ALWAYS,
        /** After the response head, it depends on the form of the call. */
        MAYBE
    }

    private enum Protocols {
        ALL,
        HTTP_1,
        HTTP_2
    }

    private final int weight;
    private final Protocols protocols;
    private final Retry retry;

    @SuppressWarnings("ImmutableEnumChecker") // created by Set.of
    private final Set<String> implied;

    ServerAction(int weight, Protocols protocols, Retry retry, String... implied) {
        this.weight = weight;
        this.protocols = protocols;
        this.retry = retry;
        this.implied = Set.of(implied);
    }

    /** Returns the relative frequency of this action. */
    int weight() {
        return weight;
    }

    boolean isOver(Carrier carrier) {
        return protocols == Protocols.ALL || (protocols == Protocols.HTTP_2) == carrier.isHttp2();
    }

    Retry retry() {
        return retry;
    }

    boolean implies(String outcome) {
        return implied.contains(outcome);
    }

    boolean stalls() {
        return this == STALL || this == STALL_IN_BODY;
    }
}
