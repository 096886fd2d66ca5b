using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Services.Storage;

internal static class ChatStorage
{
    public static IServiceCollection AddChatStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StorageOptions>(configuration, StorageOptions.SectionName);
        services.AddCheckedOptions<PrivateRoomOptions>(configuration, PrivateRoomOptions.SectionName);

        services.AddCheckedOptions<ConnectionStringOptions>(configuration, ConnectionStringOptions.SectionName)
            .Check(PostgresConnection.Problems);

        services.TryAddSingleton(TimeProvider.System);
        if (ConnectionStringOptions.SharesDatabase(configuration))
            services.AddPostgres(configuration);
        else
            services.AddSqlite();
        services.AddHostedService<StorageStartup>();
        return services;
    }

    private static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<IStorageGate>(provider => provider.GetRequiredService<DataDirectory>());
        services.AddSingleton(provider => new SqliteDatabase(
            provider.GetRequiredService<DataDirectory>().DatabaseFile,
            provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        services.AddHostedService<SqliteCheckpointer>();
        services.AddSingleton<IMessageStore, SqliteMessageStore>();
        services.AddSingleton<IRoomStore, SqliteRoomStore>();
        services.AddSingleton<IServerStore, SqliteServerStore>();
        services.AddSingleton<IUserStore, SqliteUserStore>();
        services.AddSingleton<IEventStore, SqliteEventStore>();
        services.AddSingleton<IInboxStore, SqliteInboxStore>();
    }

    private static void AddPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<PostgresOptions>(configuration, PostgresOptions.SectionName);
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IStorageGate, PostgresReadiness>();
        services.AddSingleton<IMessageStore, PostgresMessageStore>();
        services.AddSingleton<IRoomStore, PostgresRoomStore>();
        services.AddSingleton<IServerStore, PostgresServerStore>();
        services.AddSingleton<IUserStore, PostgresUserStore>();
        services.AddSingleton<IEventStore, PostgresEventStore>();
        services.AddSingleton<IInboxStore, PostgresInboxStore>();
    }
}
