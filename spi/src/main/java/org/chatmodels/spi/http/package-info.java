/** The only place that knows HttpClient: connections, their pool, limits and the faults of the wire. Not exported. */
package org.chatmodels.spi.http;
