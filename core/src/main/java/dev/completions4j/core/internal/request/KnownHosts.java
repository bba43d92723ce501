// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.ServerProfile;

/** Tells a server's profile from its host, if the host is a service's own. */
public final class KnownHosts {

    private KnownHosts() {}

    /** OpenAI's and Azure's profiles on their hosts, else that of any compatible server. */
    public static ServerProfile profile(BaseUrl baseUrl) {
        String host = baseUrl.host();
        // Regions have hosts of their own, such as eu.api.openai.com.
        if (isWithin("api.openai.com", host)) {
            return ServerProfile.openAi();
        }
        return isWithin("openai.azure.com", host) ? ServerProfile.azure() : ServerProfile.compatible();
    }

    private static boolean isWithin(String domain, String host) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
