namespace Bellwether.Server;

/// <summary>The server does not start as it is configured: an open address without keys, a key file that others can read, a port in use.</summary>
/// <param name="message">What is wrong, and what to do about it.</param>
/// <param name="inner">The cause.</param>
public sealed class ServerRefusedException(string message, Exception? inner = null) : Exception(message, inner);
