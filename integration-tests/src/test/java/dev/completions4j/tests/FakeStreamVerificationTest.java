// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionsClient;
import org.testng.annotations.Test;

/** Streams without a socket: the threads of the server and the subscriber interact in the client directly. */
@Test
public class FakeStreamVerificationTest extends CompletionStreamVerification {

    public FakeStreamVerificationTest() {
        super(CompletionsClient.builder().baseUrl("http://localhost:8000").transport(new AnsweringTransport()));
    }
}
