using Bellwether.Monitoring.Alerts;
using Bellwether.Systems.Building;

namespace Bellwether.Systems.Lifecycle;

/// <summary>When to train: for the first time, on an alert, by the calendar.</summary>
internal static class TrainingCalendar
{
    /// <summary>Why to train now; null for no reason.</summary>
    /// <param name="settings">The system's settings.</param>
    /// <param name="now">Now.</param>
    /// <param name="start">When the system began to live.</param>
    /// <param name="last">When it was trained last, or tried to be; its start before the first time.</param>
    /// <param name="trainings">How many times it was trained.</param>
    /// <param name="alert">The latest open alert that asks for training; null when there is none. One that rose after the last training is
    /// answered after a day; one that was answered before, when <see cref="MonitorSettings.RetrainAtMostEvery"/> is over.</param>
    public static string? Why(MonitorSettings settings, DateTimeOffset now, DateTimeOffset start, DateTimeOffset last, int trainings, Alert? alert)
    {
        if (trainings == 0)
            return now - start >= settings.FirstTraining && (last == start || now - last >= TimeSpan.FromDays(1)) ? "there may be enough labels for a first model" : null;
        if (alert is not null && now - last >= (alert.Since > last ? TimeSpan.FromDays(1) : settings.RetrainAtMostEvery))
            return alert.Message;
        return settings.RetrainEvery is { } every && now - last >= every ? "the calendar says so" : null;
    }
}
