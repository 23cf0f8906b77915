namespace Bellwether.Data.Models;

/// <summary>Finds what can give reasons for a model's scores.</summary>
public static class ModelReasons
{
    /// <summary>The model itself where it explains itself, else the one whose contributions are its reasons; null when there is none.</summary>
    public static IExplainingModel? Explaining(this IModel model) => model as IExplainingModel ?? (model as IReasonedModel)?.Reasons;
}
