// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.browsers;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.ServedResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The model behind the servers: a fake that says what the prompt asks for, a token every 2 milliseconds, and fails after
 * 2,000 tokens.
 */
final class Model implements AutoCloseable {

    static final int CROWD = 100;
    static final int TOKENS_UNTIL_FAILURE = 2_000;

    /** Far more than all the buffers on the way, also than some hundred tokens. */
    static final long FLOOD_BYTES = 48_000_000;

    private static final int FLOOD_TOKEN_BYTES = 30_000;
    private static final String CROWD_PROMPT = "crowd-";
    private static final String FLOOD_PROMPT = "flood-";
    private static final Duration TOKEN_INTERVAL = Duration.ofMillis(2);

    private final CountDownLatch crowd = new CountDownLatch(CROWD);
    private final LoopbackServer server;

    Model() {
        FakeModel model = FakeModel.builder()
                .failAfter(TOKENS_UNTIL_FAILURE)
                .source((prompt, seed, choice) -> text(prompt))
                .build();
        server = LoopbackServer.running(FakeEndpoint.of(model).withTokenInterval(TOKEN_INTERVAL));
    }

    /** The URL that the servers are configured with. */
    String baseUrl() {
        return server.baseUrl() + "/v1";
    }

    /** A prompt whose answer begins only after all prompts of the crowd have arrived. */
    static String crowdPrompt(int number) {
        return CROWD_PROMPT + number;
    }

    /** The answer to {@link #crowdPrompt}: words that only this answer has, and characters that are hard to send. */
    static String crowdText(int number) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 25; word++) {
            text.append(' ').append(number).append("word").append(word);
        }
        return text.append(" \"é\"\r\n\n\uD83D\uDE00: data\\").toString();
    }

    /** A prompt whose answer is so long that the model fails before its end. */
    static String longPrompt() {
        return "long";
    }

    /** What the model says of the answer to {@link #longPrompt} before it fails. */
    static String longTextUntilFailure() {
        return " again".repeat(TOKENS_UNTIL_FAILURE);
    }

    /** A prompt whose answer has {@link #FLOOD_BYTES}. */
    static String floodPrompt(String reader) {
        return FLOOD_PROMPT + reader;
    }

    /** Waits until a client closes the connection of a response that is not complete. */
    boolean awaitHangUp(Duration patience) throws InterruptedException {
        return server.awaitHangUp(patience);
    }

    /** Forgets connections that were closed for other reasons, such as timeouts on a busy machine. */
    void forgetHangUps() throws InterruptedException {
        while (server.awaitHangUp(Duration.ZERO)) {
            // Each is reported once.
        }
    }

    /** How many clients left before the end of an answer to {@link #longPrompt}. */
    long longAnswersHungUp() {
        return server.responses().stream()
                .filter(ServedResponse::hungUp)
                .filter(response -> response.request().bodyText().contains('"' + longPrompt() + '"'))
                .count();
    }

    /** How many bytes of the answer to {@link #floodPrompt} were written. */
    long floodBytes(String reader) {
        return server.responses().stream()
                .filter(response -> response.request().bodyText().contains(floodPrompt(reader)))
                .mapToLong(ServedResponse::bodyBytes)
                .sum();
    }

    @Override
    public void close() {
        server.close();
    }

    private String text(String prompt) {
        if (prompt.startsWith(CROWD_PROMPT)) {
            awaitCrowd();
            return crowdText(Integer.parseInt(prompt.substring(CROWD_PROMPT.length())));
        }
        return prompt.startsWith(FLOOD_PROMPT)
                ? (" " + "x".repeat(FLOOD_TOKEN_BYTES - 1)).repeat((int) FLOOD_BYTES / FLOOD_TOKEN_BYTES)
                : " again".repeat(2 * TOKENS_UNTIL_FAILURE);
    }

    private void awaitCrowd() {
        crowd.countDown();
        try {
            if (!crowd.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(crowd.getCount() + " of " + CROWD + " prompts did not arrive");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
