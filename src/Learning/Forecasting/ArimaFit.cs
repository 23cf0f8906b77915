namespace Bellwether.Learning.Forecasting;

/// <summary>What an ARIMA fit found.</summary>
internal sealed record ArimaFit(ArimaOrder Order, double[] Ar, double[] Ma, double Mean, double Variance, double LogLikelihood, double Aicc, double[] State, bool Proper);
