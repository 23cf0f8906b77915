namespace Bellwether.Server.Inference;

/// <summary>A request of the inference protocol that cannot be answered; the message is for the caller.</summary>
internal sealed class InferenceException(string message, int status = 400) : Exception(message)
{
    public int Status { get; } = status;
}
