namespace Bellwether.Server.Security;

/// <summary>Who may call an endpoint: endpoint metadata, read by <see cref="AccessGate"/>. An endpoint without one demands
/// <see cref="ApiRole.Predict"/>.</summary>
internal sealed record AccessRule(ApiRole? Role)
{
    /// <summary>Anyone, with or without a key.</summary>
    public static AccessRule Open { get; } = new((ApiRole?)null);

    public static AccessRule Predict { get; } = new(ApiRole.Predict);

    public static AccessRule Operate { get; } = new(ApiRole.Operate);
}
