// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import org.testng.annotations.Test;

/** On streams that no socket orders: the server's thread and the subscriber's meet in the client itself. */
@Test
public class FakeStreamVerificationTest extends CompletionStreamVerification {

    public FakeStreamVerificationTest() {
        super(CompletionsClient.builder().baseUrl("http://localhost:8000").transport(new AnsweringTransport()));
    }
}
