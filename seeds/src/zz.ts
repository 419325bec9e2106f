import { seedService } from './seed-service.ts';
import { services } from '@accounts-center/schema';
import { drawPictures } from './photos/photo-pool.ts';
import { rmSync, mkdirSync } from 'node:fs';
rmSync('/tmp/sd2',{recursive:true,force:true}); mkdirSync('/tmp/sd2');
const pool = await drawPictures('/tmp/pool-x', 3);
for (const {name} of services.filter(s=>!process.argv[3]||s.name===process.argv[3])) { const c=process.cpuUsage();
 const r = await seedService({service:name,databaseUrl:`file:/tmp/sd2/${name}.db`,mediaFolder:'/tmp/sd2/media/'+name,people:Number(process.argv[2]),seed:'family',pool,passwordHash:'x'},()=>{});
 const d=process.cpuUsage(c); console.log(name, r.rows, 'user',d.user/1000,'sys',d.system/1000,'peak',r.peakBytes/1e6);
}
