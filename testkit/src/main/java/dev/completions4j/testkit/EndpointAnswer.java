// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.transport.HttpHeaders;

/**
 * What a {@link FakeEndpoint} answers, before it is framed.
 *
 * @param headers without those of the framing
 */
record EndpointAnswer(int status, HttpHeaders headers, ModelReply body) {}
